def is_mirror(letters, i, j):
    return i >= j or (letters[i] == letters[j] and is_mirror(letters, i + 1, j - 1))


letters = [char for char in input().lower() if char.isalpha()]
print("yes" if is_mirror(letters, 0, len(letters) - 1) else "no")
