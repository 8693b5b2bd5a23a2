/* Every way to signal a process that one may not: nobody but itself is there to be hit. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
    siginfo_t info = {.si_code = SI_QUEUE};
    struct rlimit none = {0, 0};
    for (int pid = 1; pid < 5000; pid++) {
        if (pid == getpid()) continue;
        if (kill(pid, SIGTERM) == 0) printf("kill %d\n", pid);
        if (kill(-pid, SIGTERM) == 0 && pid != getpgrp()) printf("kill group %d\n", pid);
        if (syscall(SYS_tgkill, pid, pid, SIGTERM) == 0) printf("tgkill %d\n", pid);
        if (syscall(SYS_rt_sigqueueinfo, pid, SIGTERM, &info) == 0) printf("queue %d\n", pid);
        int fd = (int)syscall(SYS_pidfd_open, pid, 0);
        if (fd >= 0 && syscall(SYS_pidfd_send_signal, fd, SIGTERM, NULL, 0) == 0) printf("pidfd %d\n", pid);
        if (fd >= 0) close(fd);
        if (prlimit(pid, RLIMIT_CPU, &none, NULL) == 0) printf("limit %d\n", pid);
        if (setpriority(PRIO_PROCESS, pid, 19) == 0) printf("nice %d\n", pid);
        if (syscall(SYS_ioprio_set, 1, pid, 0) == 0) printf("ioprio %d\n", pid);
        if (syscall(SYS_sched_setscheduler, pid, 5, "\0\0\0\0") == 0) printf("idle %d\n", pid);
    }
    int ends[2];
    if (pipe(ends) == 0) { fcntl(ends[0], F_SETOWN, 1); fcntl(ends[0], F_SETSIG, SIGKILL); fcntl(ends[0], F_SETFL, O_ASYNC); write(ends[1], "x", 1); }
    printf("contained\n");
    return 0;
}
