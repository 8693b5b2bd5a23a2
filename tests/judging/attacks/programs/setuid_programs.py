import os
import subprocess

for path in ("/usr/bin/su", "/usr/bin/mount", "/usr/bin/passwd", "/usr/bin/sudo", "/usr/bin/newgrp", "/usr/bin/chsh"):
    if os.path.exists(path) and os.stat(path).st_mode & 0o4000:
        subprocess.run([path, "--version"], capture_output=True, stdin=subprocess.DEVNULL)
with open("/usr/bin/id", "rb") as program, open("/tmp/id", "wb") as copy:
    copy.write(program.read())
os.chmod("/tmp/id", 0o6755)
user = subprocess.run(["/tmp/id", "-u"], capture_output=True, text=True).stdout.strip()
if user != "1000":
    print("user", user)
for line in open("/proc/self/status"):
    if line.startswith("Cap") and line.split()[1].strip("0"):
        print(line)
print("contained")
