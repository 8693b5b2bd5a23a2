# Every name that a judge might open or write, as a link to what it must not touch.
import os, sys
victim = sys.argv[1]
names = ["program", "answer", "stdout", "output", "a.out", "Main.class", "feedback", "judgemessage.txt", ".", "out/put"]
os.makedirs("out", exist_ok=True)
for name in names:
    try:
        os.symlink(victim, name)
    except OSError:
        pass
    try:
        os.link(victim, name + ".hard")
        print("linked", name)
    except OSError:
        pass
os.rename("/w/out", "/w/moved")
os.symlink(os.path.dirname(victim), "/w/out")
os.mkfifo("/w/fifo")
