# Words for the student and for staff that are none: a terminal's commands, null bytes, no UTF-8, no end.
import sys

for name in ("judgemessage.txt", "teammessage.txt"):
    with open(sys.argv[3] + name, "wb") as file:
        file.write(b"\x1b]0;owned\x07\x1b[2J\0\0\xff\xfe\xed\xa0\x80<script>alert(1)</script>=cmd|' /C calc'!A0\r\n" + b"x" * 20000)
sys.exit(43)
