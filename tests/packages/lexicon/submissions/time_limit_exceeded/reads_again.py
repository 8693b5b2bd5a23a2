import sys

for line in sys.stdin:
    k = int(line)
    words = [word for word in open("words.txt").read().split() for _ in range(20)]
    words = [word for word in words[::20] if word.startswith(sys.argv[1])]
    print(words[k - 1] if k <= len(words) else "-")
