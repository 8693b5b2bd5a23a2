/* Ends with children that nobody has waited for, beneath a subreaper of its own. */
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>
int main(void) {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    for (int n = 0; n < 25; n++) if (fork() == 0) { if (n % 2 && fork() == 0) { setsid(); for (;;) pause(); } _exit(0); }
    usleep(20000);
    printf("contained\n");
    return 0;
}
