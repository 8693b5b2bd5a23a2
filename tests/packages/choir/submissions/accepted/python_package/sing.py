from voices.greeting import greet

for _ in range(int(input())):
    print(greet(input()))
