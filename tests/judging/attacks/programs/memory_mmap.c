#define _GNU_SOURCE
#include <sys/mman.h>
int main(void) { for (;;) mmap(0, 8 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0); }
