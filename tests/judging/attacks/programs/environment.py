import os

allowed = {"PATH", "HOME", "TMPDIR", "LC_ALL", "LC_CTYPE", "OPENBLAS_NUM_THREADS"}
for path in ("/proc/self/environ", "/proc/1/environ", "/proc/%d/environ" % os.getppid()):
    try:
        for pair in open(path, "rb").read().split(b"\0"):
            name = pair.split(b"=")[0].decode()
            if name and name not in allowed:
                print(pair)
    except OSError:
        pass
for name in set(os.environ) - allowed:
    print(name)
auxiliary = open("/proc/self/auxv", "rb").read()
if b"CANARY" in auxiliary:
    print("auxiliary vector")
print("contained")
