/* One page in each two megabytes: the tables that map them are the kernel's memory. */
#define _GNU_SOURCE
#include <sys/mman.h>
int main(void) {
    for (;;) {
        volatile char *m = mmap(0, 1L << 33, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        for (long i = 0; m != MAP_FAILED && i < 1L << 33; i += 2 << 20) (void)m[i];
    }
}
