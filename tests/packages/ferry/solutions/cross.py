with open("ferry.in") as cars, open("ferry.out", "w") as out:
    out.write(str(sum(map(int, cars.read().split()[1:]))))
