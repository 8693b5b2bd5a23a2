/* The flood comes from sessions that have outlived their parents. */
#include <string.h>
#include <unistd.h>
int main(void) {
    static char b[65536];
    memset(b, 'x', sizeof b);
    for (int n = 0; n < 4; n++) if (fork() == 0) { setsid(); if (fork() > 0) _exit(0); for (;;) write(1, b, sizeof b); }
    for (;;) pause();
}
