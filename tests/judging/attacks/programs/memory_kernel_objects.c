/* Descriptors of every kind, in as many processes as there may be. */
#define _GNU_SOURCE
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <stdio.h>
#include <unistd.h>
int main(void) {
    for (int p = 0; p < 4; p++) fork();
    int fd = 0;
    sigset_t none;
    sigemptyset(&none);
    while (fd >= 0) {
        int poll = epoll_create1(0);
        int event = eventfd(0, 0);
        struct epoll_event in = {.events = EPOLLIN};
        epoll_ctl(poll, EPOLL_CTL_ADD, event, &in);
        inotify_add_watch(inotify_init1(0), "/w", IN_ALL_EVENTS);
        timerfd_create(CLOCK_MONOTONIC, 0);
        fd = signalfd(-1, &none, 0);
    }
    while (wait(NULL) > 0) {}
    if (getppid() == 1) write(1, "contained\n", 10);
    return 0;
}
