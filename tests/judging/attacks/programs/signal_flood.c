/* Signals itself as fast as it can, by queue and by timers. */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
static void nothing(int n) { (void)n; }
int main(void) {
    for (int n = 1; n < 65; n++) signal(n, nothing);
    for (int n = 0; n < 5000; n++) {
        timer_t timer;
        struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN};
        struct itimerspec often = {{0, 1000}, {0, 1000}};
        if (timer_create(CLOCK_MONOTONIC, &event, &timer)) break;
        timer_settime(timer, 0, &often, NULL);
    }
    for (;;) sigqueue(getpid(), SIGRTMIN + 1, (union sigval){.sival_int = 1});
}
