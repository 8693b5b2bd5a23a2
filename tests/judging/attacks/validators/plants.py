# Links under every name that the judge opens, to what it must not read or change.
import os
import sys

feedback = sys.argv[3]
names = "judgemessage.txt teammessage.txt score.txt nextpass.in judgeerror.txt diff_position.txt .. feedback submission output program".split()
for number, name in enumerate(names):
    try:
        if number % 3 == 2:
            os.mkfifo(feedback + name)
        else:
            os.symlink(("@HOST_FILE@", "/proc/1/environ")[number % 3], feedback + name)
    except OSError:
        pass
    try:
        os.link("/data/testdata.ans", feedback + "hard-" + name)
        print("linked")
    except OSError:
        pass
os.mkdir(feedback + "folder")
os.symlink("/etc", feedback + "folder/etc")
sys.exit(43)
