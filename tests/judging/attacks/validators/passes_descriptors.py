# Looks for the program through the pipes that join them.
import os
import sys

found = []
for fd in range(1024):
    try:
        link = os.readlink(f"/proc/self/fd/{fd}")
    except OSError:
        continue
    if fd > 2 :
        found.append(link)
    for other in (f"/proc/self/fd/{fd}/..", f"/proc/self/fd/{fd}/program"):
        try:
            os.listdir(other)
            found.append(other)
        except OSError:
            pass
if [pid for pid in os.listdir("/proc") if pid.isdigit() and int(pid) != os.getpid()]:
    found.append("process")
if os.path.exists("/program/program"):
    found.append("the program")
sys.exit(repr(found) if found else 42)
