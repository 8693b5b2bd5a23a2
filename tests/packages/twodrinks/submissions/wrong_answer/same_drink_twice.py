n, w = map(int, input().split())
numbers = {price: number for number, price in enumerate(map(int, input().split()), start=1)}
for price, number in numbers.items():
    if w - price in numbers:
        print(number, numbers[w - price])
        break
else:
    print("impossible")
