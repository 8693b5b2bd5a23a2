/* Bends the pipes that the judge reads, so that it would block, starve or be signalled. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>
int main(void) {
    signal(SIGIO, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    for (int fd = 0; fd < 3; fd++) {
        int on = 1;
        fcntl(fd, F_SETPIPE_SZ, 4096);
        fcntl(fd, F_SETPIPE_SZ, 1 << 30);
        fcntl(fd, F_SETOWN, -1);
        fcntl(fd, F_SETLEASE, F_WRLCK);
        fcntl(fd, F_NOTIFY, DN_MODIFY);
        ioctl(fd, FIOASYNC, &on);
        lseek(fd, 1 << 30, SEEK_SET);
        ftruncate(fd, 0);
        fsync(fd);
    }
    char path[32], byte;
    for (int fd = 1; fd < 3; fd++) {
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        int reading = open(path, O_RDONLY | O_NONBLOCK);
        if (reading >= 0) { read(reading, &byte, 1); close(reading); }
    }
    fcntl(1, F_SETFL, 0);
    write(1, "contained\n", 10);
    return 0;
}
