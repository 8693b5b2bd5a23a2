def is_mirror(letters):
    if len(letters) < 2:
        return True
    return letters[0] == letters[-1] and is_mirror(letters[1:-1])


print("yes" if is_mirror([char for char in input().lower() if char.isalpha()]) else "no")
