command, text = input(), input()
if command == "write":
    print("".join(f"{ord(c) - ord('a'):02d}" for c in text))
else:
    raise SystemExit("a postcard without letters")
