/* A crash whose remains the kernel would write, or hand to a program of the host: for that one there
   is no limit of 0, only the special one of 1 byte. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
int main(void) {
    const struct rlimit tried[] = {{RLIM_INFINITY, RLIM_INFINITY}, {0, 1}, {0, 0}};
    for (int n = 0; n < 3; n++) {
        struct rlimit now;
        setrlimit(RLIMIT_CORE, &tried[n]);
        prlimit(0, RLIMIT_CORE, &tried[n], NULL);
        getrlimit(RLIMIT_CORE, &now);
        if (now.rlim_cur != 1 || now.rlim_max != 1) return 0;
    }
    prctl(PR_SET_DUMPABLE, 1);
    raise(SIGSEGV);
    return 0;
}
