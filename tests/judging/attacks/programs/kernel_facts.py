# What the kernel tells of itself and of others.
import os

paths = """/proc/kallsyms /proc/kcore /proc/kmsg /proc/modules /proc/interrupts /proc/cpuinfo /proc/meminfo
/proc/net/tcp /proc/self/net/unix /proc/sys/kernel/core_pattern /proc/sysvipc/shm /proc/keys /proc/key-users
/proc/sched_debug /proc/timer_list /proc/cmdline /proc/config.gz /proc/mounts /proc/swaps /proc/1/maps
/proc/sys/kernel/hostname /sys/kernel/notes /sys/class/net /sys/fs/cgroup /dev/mem /dev/kmem /dev/kmsg /dev/port
/dev/vda /dev/sda /dev/tty /dev/console /dev/ptmx /dev/pts/0 /dev/fuse /dev/kvm /dev/net/tun /dev/loop0
/proc/self/mem /proc/self/pagemap /proc/self/clear_refs /proc/self/oom_score_adj /proc/self/uid_map
/proc/self/setgroups /proc/self/attr/exec /proc/self/loginuid /proc/sysrq-trigger""".split()
own = {"/proc/mounts", "/proc/self/mem", "/proc/self/pagemap", "/proc/self/net/unix", "/proc/self/oom_score_adj", "/proc/self/uid_map", "/proc/self/setgroups", "/proc/self/loginuid", "/proc/self/attr/exec"}
for path in paths:
    for flags in (os.O_RDONLY, os.O_WRONLY):
        if flags == os.O_RDONLY and path in own:
            continue
        try:
            os.open(path, flags | os.O_NONBLOCK | os.O_NOCTTY)
            print(path, "reading" if flags == os.O_RDONLY else "writing")
        except OSError:
            pass
print("contained")
