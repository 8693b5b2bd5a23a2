import os, subprocess
for path in ["/usr/bin/su", "/usr/bin/mount", "/usr/bin/passwd", "/usr/bin/sudo", "/usr/bin/newgrp", "/usr/bin/chsh"]:
    if os.path.exists(path) and os.stat(path).st_mode & 0o4000:
        done = subprocess.run([path, "--version"], capture_output=True)
open("/tmp/id", "wb").write(open("/usr/bin/id", "rb").read())
os.chmod("/tmp/id", 0o6755)
print(subprocess.run(["/tmp/id", "-u"], capture_output=True, text=True).stdout.strip())
print([line.split()[1] for line in open("/proc/self/status") if line.startswith("Cap")])
