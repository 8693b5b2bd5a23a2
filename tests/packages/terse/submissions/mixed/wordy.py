# This program reads two numbers, one after the other, from a line of its standard input. It then adds
# them, as everybody who has learned to count would do, and prints what has come of it. There is no
# need to say so much about so little, which is what this problem is all about: points for few words.
# So it gets the points for being right, and those of the test cases, and not one for its length.
first, second = input().split()
print(int(first) + int(second))
