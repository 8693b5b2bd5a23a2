# Leaves a child behind that holds both pipes: the program would wait for ever for their end.
import os
import sys
import time

if os.fork() == 0:
    os.setsid()
    time.sleep(1000)
sys.exit(43)
