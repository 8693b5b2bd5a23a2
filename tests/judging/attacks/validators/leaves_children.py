# Accepts, with children in sessions of their own that hold its pipes and change its word.
import os
import sys
import time

for _ in range(10):
    if os.fork() == 0:
        os.setsid()
        while True:
            try:
                open(sys.argv[3] + "teammessage.txt", "a").write("x")
            except OSError:
                pass
time.sleep(0.05)
os._exit(42)
