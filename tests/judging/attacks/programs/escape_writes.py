import os
for place in ["/", "/usr", "/usr/bin", "/etc", "/dev", "/lib", "/bin", "/program", "/proc", "/proc/self", "/sys", "/var/tmp", "/run", "/var/run", "/root", "/home"]:
    for path in [place + "/planted", "/proc/self/root" + place + "/planted", "/w/../" + place + "/planted"]:
        try:
            open(path, "w").write("x")
            print("wrote", path)
        except OSError:
            pass
for path in ["/usr/bin/python3", "/program/attack.py", "/etc/passwd", "/dev/null/x"]:
    for action in (os.unlink, lambda p: os.chmod(p, 0o777), lambda p: os.truncate(p, 0), lambda p: os.rename(p, "/tmp/x"), lambda p: os.chown(p, 1000, 1000), lambda p: os.utime(p), lambda p: os.setxattr(p, "user.x", b"1")):
        try:
            action(path)
            print("changed", path)
        except OSError:
            pass
for number in [(1, 1), (254, 0), (8, 0), (1, 3)]:
    try:
        os.mknod("/tmp/device%d-%d" % number, 0o20666, os.makedev(*number))
        print("device", number)
    except OSError:
        pass
print("contained")
