with open("ferry.in") as cars:
    print(sum(map(int, cars.read().split()[1:])))
