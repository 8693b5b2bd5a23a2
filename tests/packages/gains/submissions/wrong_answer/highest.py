# The first group's last input is one day. @EXPECTED_SCORE@: 0
input()
print(max(map(int, input().split())))
