# @EXPECTED_SCORE@: 1
input()
words = [input() for _ in range(3)]
print(words[0], words[2], *([input(), input()][1:]), sep="\n")
