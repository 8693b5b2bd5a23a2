/* Namespaces of one's own, in which one would be root. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#define TRY(name, ...) do { if (syscall(__VA_ARGS__) >= 0) printf("%s\n", name); } while (0)
static char zeros[512];
int main(void) {
    const int flags[] = {CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWCGROUP, CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET};
    const char *names[] = {"user", "mnt", "pid", "net", "uts", "ipc", "cgroup", "time"};
    char path[64];
    for (int n = 0; n < 8; n++) {
        TRY("unshare", SYS_unshare, flags[n]);
        TRY("unshare by a guess", SYS_unshare, flags[n], 0, 0, 0, 0, n);
        TRY("clone", SYS_clone, flags[n] | SIGCHLD, 0, 0, 0, 0);
        for (int pid = 0; pid < 3; pid++) {
            snprintf(path, sizeof path, "/proc/%d/ns/%s", pid ? pid : getpid(), names[n]);
            int fd = open(path, O_RDONLY);
            if (fd >= 0) TRY("setns", SYS_setns, fd, 0);
        }
    }
    unsigned long long clone3[11] = {CLONE_NEWUSER};
    TRY("clone3", SYS_clone3, clone3, sizeof clone3);
    printf("contained\n");
    return 0;
}
