/* Files without a name, kept by descriptors alone. */
#define _GNU_SOURCE
#include <sys/mman.h>
#include <unistd.h>
int main(void) {
    static char block[1 << 20];
    for (;;) { int fd = memfd_create("x", 0); for (int n = 0; n < 4; n++) if (write(fd, block, sizeof block) < 0) pause(); }
}
