import os
import sys

fd = os.open(sys.argv[3] + "judgemessage.txt", os.O_CREAT | os.O_WRONLY)
try:
    os.ftruncate(fd, 1 << 40)
except OSError as error:
    os.write(2, str(error).encode())
    sys.exit(1)
sys.exit(42)
