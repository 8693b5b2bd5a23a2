/* Reads all that it can see: what the kernel keeps of it must cost nobody else memory. */
#define _GNU_SOURCE
#include <ftw.h>
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>
static int look(const char *path, const struct stat *facts, int kind) {
    static char block[1 << 16];
    (void)facts;
    int fd = kind == FTW_F ? open(path, O_RDONLY | O_NONBLOCK) : -1;
    if (fd < 0) return 0;
    while (read(fd, block, sizeof block) > 0) {}
    close(fd);
    return clock() > CLOCKS_PER_SEC / 5;
}
int main(void) { ftw("/usr/lib", look, 16); printf("contained\n"); return 0; }
