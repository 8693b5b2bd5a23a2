/* Other processes' memory and descriptors: the agent's, a child's, its own. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#define TRY(name, ...) do { if (syscall(__VA_ARGS__) >= 0) printf("%s\n", name); } while (0)
static char zeros[512];
int main(void) {
    int child = fork();
    if (child == 0) for (;;) pause();
    int others[] = {1, child, getpid()};
    for (int n = 0; n < 3; n++) {
        TRY("attach", SYS_ptrace, PTRACE_ATTACH, others[n], 0, 0);
        TRY("seize", SYS_ptrace, PTRACE_SEIZE, others[n], 0, 0);
        TRY("read", SYS_process_vm_readv, others[n], zeros, 1, zeros + 64, 1, 0);
        TRY("write", SYS_process_vm_writev, others[n], zeros, 1, zeros + 64, 1, 0);
        TRY("compare", SYS_kcmp, others[n], getpid(), 0, 0, 0);
        int fd = (int)syscall(SYS_pidfd_open, others[n], 0);
        for (int theirs = 0; theirs < 16; theirs++) TRY("take a descriptor", SYS_pidfd_getfd, fd, theirs, 0);
        TRY("advise", SYS_process_madvise, fd, zeros, 1, 21, 0);
    }
    TRY("trace me", SYS_ptrace, PTRACE_TRACEME, 0, 0, 0);
    kill(child, SIGKILL);
    printf("contained\n");
    return 0;
}
