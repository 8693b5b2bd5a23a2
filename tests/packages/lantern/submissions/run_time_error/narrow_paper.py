n = int(input())
rows = [["O"]]
for i in range(1, n):
    rows[i][0] = "O"
print("O")
