letters = [char for char in input().lower() if char.isalpha()]
print(letters == letters[::-1])
