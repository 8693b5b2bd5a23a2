import sys

words = open("words.txt").read().split()
for line in sys.stdin:
    k = int(line)
    print(words[k - 1] if k <= len(words) else "-")
