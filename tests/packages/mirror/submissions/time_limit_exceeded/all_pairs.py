letters = [char for char in input().lower() if char.isalpha()]
n = len(letters)
print("no" if any(i + j == n - 1 and letters[i] != letters[j] for i in range(n) for j in range(n)) else "yes")
