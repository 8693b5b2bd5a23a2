print(*[input() for _ in range(int(input()))][::2], sep="\n")
