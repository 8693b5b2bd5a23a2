for _ in range(int(input())):
    print("Hi", input())
