# Looks everywhere for what starts like a secret, tells where, and fails if it says so or not:
# its own words are then in the report, and nothing is judged.
import os
import sys

needle = b"".join((b"CANARY", b"-"))  # not folded into one constant
places = ["@HOST_FILE@", "@ANSWERS@", "@OTHERS@", "/etc/shadow", "/root", "/home", "/var", "/srv", "/run", "/proc/1", "/proc/self", "/sys", "/w", "/tmp", "/dev", "/data", "/program", "/opt", "/mnt"]
starts = ["", "/proc/self/root", "/proc/1/root", "/proc/self/cwd/../../..", "/proc/1/cwd"]


def look(path):
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return
    try:
        text = os.read(fd, 1 << 20)
        if needle in text:
            where = text.index(needle)
            print("found in", path, text[where : where + 64], file=sys.stderr)
    except OSError:
        pass
    os.close(fd)


for start in starts:
    for place in places:
        look(start + place)
        for folder, folders, names in os.walk(start + place):
            folders[:] = folders[:200]
            for name in names[:500]:
                look(os.path.join(folder, name))
for fd in range(3, 1024):
    try:
        os.fstat(fd)
        print("descriptor", fd, file=sys.stderr)
    except OSError:
        pass
for name in sorted(os.listdir("/")):
    if name not in "usr bin sbin lib lib32 libx32 lib64 etc dev proc tmp w program opt".split():
        print("beside the system:", name, file=sys.stderr)
if needle in repr(dict(os.environb)).encode():
    print("environment", os.environ, file=sys.stderr)
sys.stdout.write("the answer")
sys.exit("looked everywhere")
