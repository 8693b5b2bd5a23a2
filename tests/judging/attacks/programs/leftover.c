#include <signal.h>
#include <unistd.h>
int main(void) {
    for (int n = 1; n < 65; n++) signal(n, SIG_IGN);
    if (fork() == 0) { setsid(); if (fork() == 0) { setsid(); chdir("/"); for (;;) pause(); } _exit(0); }
    usleep(20000);
    write(1, "contained\n", 10);
    return 0;
}
