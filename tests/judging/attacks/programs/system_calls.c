/* Prints each call that works and should not. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <unistd.h>
#define TRY(name, ...) do { errno = 0; if (syscall(__VA_ARGS__) >= 0) printf("%s\n", name); } while (0)
int main(void) {
    static char zeros[512];
    TRY("keyctl", SYS_keyctl, 0, -3, 1);
    TRY("add_key", SYS_add_key, "user", "a", "b", 1, -3);
    TRY("request_key", SYS_request_key, "user", "a", 0, -3);
    TRY("io_uring", SYS_io_uring_setup, 4, zeros);
    TRY("bpf", SYS_bpf, 0, zeros, 128);
    TRY("userfaultfd", SYS_userfaultfd, 1);
    TRY("perf", SYS_perf_event_open, zeros, 0, -1, -1, 0);
    TRY("ptrace", SYS_ptrace, PTRACE_TRACEME, 0, 0, 0);
    TRY("ptrace-agent", SYS_ptrace, PTRACE_SEIZE, 1, 0, 0);
    TRY("vm_readv", SYS_process_vm_readv, 1, zeros, 1, zeros, 1, 0);
    TRY("unshare-user", SYS_unshare, CLONE_NEWUSER);
    TRY("unshare-all", SYS_unshare, CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWPID | CLONE_NEWUTS);
    TRY("clone-user", SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);
    TRY("clone3", SYS_clone3, zeros, 88);
    TRY("mount", SYS_mount, "none", "/tmp", "tmpfs", 0, 0);
    TRY("mount-guess", SYS_mount, "none", "/tmp", "tmpfs", 0, 0, 1);
    TRY("remount", SYS_mount, 0, "/usr", 0, MS_REMOUNT | MS_BIND, 0);
    TRY("umount", SYS_umount2, "/usr", MNT_DETACH);
    TRY("open_tree", SYS_open_tree, AT_FDCWD, "/", 1);
    TRY("fsopen", SYS_fsopen, "proc", 0);
    TRY("pivot_root", SYS_pivot_root, "/tmp", "/tmp");
    TRY("chroot", SYS_chroot, "/tmp");
    TRY("handle", SYS_name_to_handle_at, AT_FDCWD, "/", zeros, zeros + 100, 0);
    TRY("shm", SYS_shmget, 1, 4096, 01600);
    TRY("msg", SYS_msgget, 1, 01600);
    TRY("sem", SYS_semget, 1, 1, 01600);
    TRY("mq", SYS_mq_open, "q", O_CREAT | O_RDWR, 0600, 0);
    TRY("setuid", SYS_setuid, 0);
    TRY("setgroups", SYS_setgroups, 0, 0);
    TRY("hostname", SYS_sethostname, "x", 1);
    TRY("swapon", SYS_swapon, "/tmp/x", 0);
    TRY("reboot", SYS_reboot, 0xfee1dead, 672274793, 0, 0);
    TRY("personality", SYS_personality, 0x0008);
    TRY("module", SYS_init_module, zeros, 0, "");
    TRY("syslog", SYS_syslog, 3, zeros, 100);
    TRY("acct", SYS_acct, 0);
    TRY("settime", SYS_settimeofday, zeros, 0);
    TRY("fanotify", SYS_fanotify_init, 0, 0);
    TRY("aio", SYS_io_setup, 1, zeros);
    TRY("affinity", SYS_sched_setaffinity, 0, 8, "\1\0\0\0\0\0\0\0");
    TRY("nice", SYS_setpriority, 0, 0, -5);
    TRY("realtime", SYS_sched_setscheduler, 0, 1, "\1\0\0\0");
    printf("end\n");
    return 0;
}
