input()
heights = list(map(int, input().split()))
print(sum(a > b for a, b in zip(heights, heights[1:])))
