# A message for whoever runs next, in every place that might last.
import fcntl
import os
import socket
import sys

found = []
for place in ("/w", "/tmp", "/dev/shm", "/var/tmp", "/program", "/run"):
    path = place + "/message"
    if os.path.lexists(path):
        found.append(path)
    try:
        with open(path, "w") as file:
            file.write("from the run before")
        os.chmod(path, 0o777)
    except OSError:
        pass
for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
    sock = socket.socket(socket.AF_UNIX, kind)
    try:
        sock.bind("\0message-%d" % kind)
    except OSError:
        found.append("abstract socket")
    sock.detach()
with open("/usr/bin/python3") as lock:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        found.append("lock")
if socket.gethostname() != "box":
    found.append("host name")
if [pid for pid in os.listdir("/proc") if pid.isdigit() and int(pid) != os.getpid()]:
    found.append("process")
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while True:
            pass
    os._exit(0)
print(*found, sep="\n", end="\n" if found else "")
print("contained")
