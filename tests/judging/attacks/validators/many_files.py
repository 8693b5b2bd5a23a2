import sys

for number in range(100000):
    open(sys.argv[3] + str(number), "w").close()
sys.exit(42)
