/* Shared memory without a name belongs to no process once its mapping is gone: children keep it. */
#define _GNU_SOURCE
#include <sys/mman.h>
#include <unistd.h>
int main(void) {
    for (;;) {
        volatile char *m = mmap(0, 4 << 20, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        for (int i = 0; m != MAP_FAILED && i < 4 << 20; i += 4096) m[i] = 1;
        if (fork() == 0) for (;;) pause();
        munmap((void *)m, 4 << 20);
    }
}
