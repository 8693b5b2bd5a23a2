# Every name that a judge might open or write, as a link to what it must not touch.
import os

victim = "@HOST_FILE@"
names = "program answer stdout stderr output a.out Main.class main.py feedback judgemessage.txt teammessage.txt score.txt nextpass.in report.json 1.ans 1.in . out/put".split()
os.makedirs("out", exist_ok=True)
for name in names:
    try:
        os.symlink(victim, name)
        open(name, "w").write("changed")
        print("wrote through", name)
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
print("contained")
