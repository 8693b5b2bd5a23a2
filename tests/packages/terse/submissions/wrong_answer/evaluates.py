print(eval("+".join(input().split())))
