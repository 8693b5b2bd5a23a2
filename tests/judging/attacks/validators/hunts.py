# Other tests' data, the host's secrets, the submission.
import os
import sys

needle = b"".join((b"CANARY", b"-"))  # not folded into one constant
for start in ("", "/proc/self/root", "/proc/1/root"):
    for place in ("@HOST_FILE@", "@OTHERS@", "@ANSWERS@", "/etc", "/data/..", "/w", "/tmp", "/root", "/var", "/proc/1"):
        for folder, folders, names in os.walk(start + place):
            folders[:] = [name for name in folders if name not in ("usr", "proc", "lib", "lib64", "bin", "sbin")][:100]
            for name in names[:300]:
                path = os.path.join(folder, name)
                if path.endswith(("testdata.ans", "testdata.in")):
                    continue
                try:
                    fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
                    text = os.read(fd, 1 << 20)
                    os.close(fd)
                except OSError:
                    continue
                if needle in text:
                    print(path, text[:300], file=sys.stderr)
if needle in repr(dict(os.environb)).encode():
    print(os.environ, file=sys.stderr)
sys.exit("looked everywhere")
