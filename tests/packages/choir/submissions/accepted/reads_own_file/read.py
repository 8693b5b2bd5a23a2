word = open("word.txt").read().strip()
for _ in range(int(input())):
    print(word, input())
