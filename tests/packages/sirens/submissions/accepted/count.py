text, best, length = input(), 0, 0
for at, letter in enumerate(text):
    length = length + 1 if at and text[at - 1] == letter else 1
    best = max(best, length)
print(best)
