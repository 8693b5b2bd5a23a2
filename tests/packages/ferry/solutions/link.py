import os

with open("sum", "w") as out, open("ferry.in") as cars:
    out.write(str(sum(map(int, cars.read().split()[1:]))))
os.symlink("sum", "ferry.out")
