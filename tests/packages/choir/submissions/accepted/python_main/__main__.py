import aside

for _ in range(int(input())):
    print(aside.WORD, input())
