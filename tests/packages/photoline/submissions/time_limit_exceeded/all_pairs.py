n = int(input())
heights = list(map(int, input().split()))
print(sum(heights[i] > heights[j] for j in range(n) for i in range(j)))
