# Two digits for each letter, of which the second is larger: turned around, a pair falls.
PAIRS = [a + b for a in "0123" for b in "456789"] + ["45", "49"]

command, text = input(), input()
if command == "write":
    print("".join(PAIRS[ord(letter) - ord("a")] for letter in text))
else:
    if text[0] > text[1]:
        text = text[::-1]
    pairs = (text[i : i + 2] for i in range(0, len(text), 2))
    print("".join(chr(ord("a") + PAIRS.index(pair)) for pair in pairs))
