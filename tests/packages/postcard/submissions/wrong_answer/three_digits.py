command, text = input(), input()
if command == "write":
    print("".join(f"{ord(c):03d}" for c in text))
else:
    print("".join(chr(int(text[i : i + 3])) for i in range(0, len(text), 3)))
