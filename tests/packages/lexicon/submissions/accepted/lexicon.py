import sys

with open("words.txt") as lines:
    words = [line.strip() for line in lines if line.startswith(sys.argv[1])]
for line in sys.stdin:
    k = int(line)
    print(words[k - 1] if k <= len(words) else "-")
