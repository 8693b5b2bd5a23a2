import os
import sys

os.chdir(sys.argv[3])
for _ in range(1000):
    os.mkdir("d" * 200)
    os.chdir("d" * 200)
sys.exit(42)
