# Its input and answer are the package's own, for every later judgement.
import os
import sys

changed = []
for path in (*sys.argv[1:3], "/program/changes_data.py", "/data", "/data/testdata.in"):
    for act in (lambda p: open(p, "w"), lambda p: os.chmod(p, 0o777), os.unlink, lambda p: os.truncate(p, 0), lambda p: os.rename(p, p + "x"), lambda p: os.symlink("/etc/passwd", p + "/x"), lambda p: os.utime(p)):
        try:
            act(path)
            changed.append(path)
        except OSError:
            pass
sys.exit(repr(changed) if changed else 42)
