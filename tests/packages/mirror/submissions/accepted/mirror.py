letters = [char for char in input().lower() if char.isalpha()]
print("Yes" if letters == letters[::-1] else "No")
