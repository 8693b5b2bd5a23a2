n = int(input())
letters = "abcdefghijklmnopqrstuvwxyz"
print((letters + "zyxwvut")[:n])
