# A working directory that is hard to remove: deep, wide, unreadable, with names that are no text.
import os

os.chdir("/w")
for depth in range(2000):
    os.mkdir("d" * 100)
    os.chdir("d" * 100)
os.symlink("@HOST_FILE@", "link")
os.chdir("/w")
for number in range(500):
    os.mkdir(b"\xff\xfe\n\x1b[2J" + str(number).encode())
    open(f"-rf {number} *", "w").close()
os.mkfifo("pipe")
os.chmod("pipe", 0o6777)
os.makedirs("locked/inside")
os.chmod("locked", 0)
for name in ("/w", "/tmp", "/dev/shm"):
    try:
        os.rename(name, name + "-moved")
        print("moved", name)
    except OSError:
        pass
    try:
        os.rmdir(name)
        print("removed", name)
    except OSError:
        pass
os.chmod("/w", 0)
print("contained")
