print(*[input().upper() for _ in range(int(input()))][::2], sep="\n")
