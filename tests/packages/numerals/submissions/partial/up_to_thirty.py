tens = ["", "X", "XX", "XXX", "XL"]
ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
n = int(input())
print(tens[n // 10] + ones[n % 10])
