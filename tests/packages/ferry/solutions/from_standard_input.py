n = int(input())
with open("ferry.out", "w") as out:
    out.write(str(sum(map(int, input().split()[:n]))))
