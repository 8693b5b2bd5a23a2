command, text = input(), input()
if command == "write":
    print("".join(f"{ord(c) - ord('a'):02d}" for c in text))
else:
    pairs = (text[i : i + 2] for i in range(0, len(text), 2))
    print("".join(chr(ord("a") + int(pair) % 26) for pair in pairs))
