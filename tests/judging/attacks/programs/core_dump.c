/* A crash whose remains the kernel would write or hand to a program of the host. */
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
int main(void) {
    struct rlimit all = {RLIM_INFINITY, RLIM_INFINITY};
    setrlimit(RLIMIT_CORE, &all);
    prctl(PR_SET_DUMPABLE, 1);
    raise(SIGSEGV);
    return 0;
}
