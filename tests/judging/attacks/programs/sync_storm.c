/* Has the host write all its disks, over and over. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>
int main(void) {
    struct timespec before, after;
    clock_gettime(CLOCK_MONOTONIC, &before);
    int fd = open("/usr/bin/env", O_RDONLY);
    for (int n = 0; n < 2000; n++) { sync(); if (syncfs(fd)) return 1; }
    clock_gettime(CLOCK_MONOTONIC, &after);
    long taken_ms = (after.tv_sec - before.tv_sec) * 1000 + (after.tv_nsec - before.tv_nsec) / 1000000;
    if (taken_ms > 2000) printf("%ld ms: the host did it\n", taken_ms);
    printf("contained\n");
    return 0;
}
