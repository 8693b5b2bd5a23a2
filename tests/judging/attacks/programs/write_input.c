/* The test's input, written to by every way that leads to it. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
int main(void) {
    char target[4096] = "";
    if (write(0, "x", 1) > 0) printf("write\n");
    if (ftruncate(0, 0) == 0) printf("truncate\n");
    if (fchmod(0, 0777) == 0) printf("mode\n");
    if (fallocate(0, 0, 0, 1 << 20) == 0) printf("allocate\n");
    if (open("/proc/self/fd/0", O_RDWR) >= 0) printf("open for writing\n");
    if (open("/proc/self/fd/0", O_WRONLY | O_TRUNC) >= 0) printf("open for truncating\n");
    if (mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, 0, 0) != MAP_FAILED) printf("map\n");
    if (linkat(AT_FDCWD, "/proc/self/fd/0", AT_FDCWD, "/w/input", AT_SYMLINK_FOLLOW) == 0) printf("link\n");
    if (openat(0, "..", O_RDONLY) >= 0) printf("the folder of the input\n");
    readlink("/proc/self/fd/0", target, sizeof target - 1);
    if (strstr(target, "secret") || strstr(target, ".in")) printf("its name is %s\n", target);
    printf("contained\n");
    return 0;
}
