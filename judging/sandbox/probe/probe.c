/* What a run can and can't do, tried from inside a box for `python -m judging doctor`.
 * Prints one "name=value" per line. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void refused(const char *name, long result) {
    printf("refused.%s=%d\n", name, result < 0 && errno != EINVAL && errno != EFAULT);
}

static void try_calls(void) {
    char zeros[256] = {0};
    refused("socket-inet", socket(AF_INET, SOCK_STREAM, 0));
    refused("socket-inet6", socket(AF_INET6, SOCK_DGRAM, 0));
    refused("socket-netlink", socket(AF_NETLINK, SOCK_RAW, 0));
    refused("socket-packet", socket(AF_PACKET, SOCK_RAW, 0));
    refused("socket-vsock", socket(AF_VSOCK, SOCK_STREAM, 0));
    refused("socket-alg", socket(AF_ALG, SOCK_SEQPACKET, 0));
    refused("keyctl", syscall(SYS_keyctl, 0, -3, 1, 0, 0));
    refused("add_key", syscall(SYS_add_key, "user", "k", "v", 1, -3));
    refused("request_key", syscall(SYS_request_key, "user", "k", NULL, -3));
    refused("io_uring_setup", syscall(SYS_io_uring_setup, 1, zeros));
    refused("ptrace", ptrace(PTRACE_TRACEME, 0, NULL, NULL));
    refused("process_vm_readv", syscall(SYS_process_vm_readv, getpid(), NULL, 0, NULL, 0, 0));
    refused("bpf", syscall(SYS_bpf, BPF_MAP_CREATE, zeros, sizeof zeros));
    refused("userfaultfd", syscall(SYS_userfaultfd, 1));
    refused("perf_event_open", syscall(SYS_perf_event_open, zeros, 0, -1, -1, 0));
    refused("unshare-user", unshare(CLONE_NEWUSER));
    refused("unshare-net", unshare(CLONE_NEWNET));
    refused("clone3", syscall(SYS_clone3, NULL, 0));
    refused("mount", mount("none", "/tmp", "tmpfs", 0, NULL));
    refused("umount", umount2("/tmp", MNT_DETACH));
    refused("chroot", chroot("/tmp"));
    refused("pivot_root", syscall(SYS_pivot_root, ".", "."));
    refused("name_to_handle_at", syscall(SYS_name_to_handle_at, -1, NULL, NULL, NULL, 0));
    refused("open_by_handle_at", syscall(SYS_open_by_handle_at, -1, NULL, 0));
    refused("setns", setns(0, 0));
    refused("shmget", syscall(SYS_shmget, 1, 4096, 01600));
    refused("mq_open", syscall(SYS_mq_open, "x", O_RDWR | O_CREAT, 0600, NULL));
    refused("setuid", setuid(0));
    refused("kill-agent", kill(1, SIGKILL));
}

static void try_files(void) {
    static const char *const closed[] = {"/x", "/usr/x", "/etc/x", "/dev/x", "/proc/self/oom_score_adj"};
    static const char *const open_places[] = {"/w/x", "/tmp/x", "/dev/shm/x"};
    for (size_t i = 0; i < sizeof closed / sizeof closed[0]; i++) {
        printf("readonly.%s=%d\n", closed[i], open(closed[i], O_WRONLY | O_CREAT, 0644) < 0);
    }
    for (size_t i = 0; i < sizeof open_places / sizeof open_places[0]; i++) {
        printf("fresh.%s=%d\n", open_places[i],
               open(open_places[i], O_WRONLY | O_CREAT | O_EXCL, 0644) >= 0);
    }
}

static void list(const char *name, const char *path) {
    DIR *directory = opendir(path);
    printf("%s=", name);
    for (struct dirent *entry; directory != NULL && (entry = readdir(directory)) != NULL;) {
        if (entry->d_name[0] >= '0' && entry->d_name[0] <= '9' && atoi(entry->d_name) != dirfd(directory)) {
            printf("%s ", entry->d_name);
        }
    }
    printf("\n");
}

static void copy_lines(const char *name, const char *path) {
    FILE *file = fopen(path, "r");
    char line[1024];
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        printf("%s.%s%s", name, line, strchr(line, '\n') != NULL ? "" : "\n");
    }
}

static void show_namespaces(void) {
    static const char *const names[] = {"user", "pid", "mnt", "net", "ipc", "uts", "cgroup"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[64];
        char target[64] = {0};
        snprintf(path, sizeof path, "/proc/self/ns/%s", names[i]);
        if (readlink(path, target, sizeof target - 1) < 0) {
            strcpy(target, "unreadable");
        }
        printf("namespace.%s=%s\n", names[i], target);
    }
}

static int show_facts(char **environment) {
    int count = 0;
    while (environment[count] != NULL) {
        count++;
    }
    printf("environment=%d\npid=%d\nuid=%d\n", count, getpid(), getuid());
    list("fds", "/proc/self/fd");
    list("processes", "/proc");
    show_namespaces();
    copy_lines("status", "/proc/self/status");
    copy_lines("net", "/proc/self/net/dev");
    try_files();
    try_calls();
    return 0;
}

static int touch_memory(size_t mebibytes) {
    size_t size = mebibytes << 20;
    volatile char *memory = malloc(size);
    for (size_t i = 0; memory != NULL && i < size; i += 4096) {
        memory[i] = 1;
    }
    return memory == NULL;
}

static int fork_many(int wanted) {
    int made = 0;
    for (int i = 0; i < wanted; i++) {
        pid_t child = fork();
        if (child == 0) {
            pause();
            _exit(0);
        }
        made += child > 0;
    }
    printf("forked=%d\n", made);
    return 0;
}

/* In a grandchild, where wait4 of the first process wouldn't see it before it ends. */
static int burn(double seconds) {
    if (fork() == 0) {
        struct timespec now;
        do {
            clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
        } while ((double)now.tv_sec + (double)now.tv_nsec / 1e9 < seconds);
        _exit(0);
    }
    wait(NULL);
    return 0;
}

static int foreign_call(void) {
#ifdef __x86_64__
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(20L) : "memory");
    printf("foreign=%ld\n", result);
#endif
    return 0;
}

int main(int argc, char **argv, char **environment) {
    const char *what = argc > 1 ? argv[1] : "facts";
    int number = argc > 2 ? atoi(argv[2]) : 0;
    if (strcmp(what, "memory") == 0) {
        return touch_memory((size_t)number);
    }
    if (strcmp(what, "fork") == 0) {
        return fork_many(number);
    }
    if (strcmp(what, "burn") == 0) {
        return burn(number / 1000.0);
    }
    if (strcmp(what, "foreign") == 0) {
        return foreign_call();
    }
    return show_facts(environment);
}
