/* Memory that can't be swapped out, huge pages, secret memory. */
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
    void *m = mmap(0, 16 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mlock(m, 16 << 20) == 0) printf("mlock\n");
    if (mlockall(MCL_CURRENT | MCL_FUTURE) == 0) printf("mlockall\n");
    if (mmap(0, 2 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB | MAP_POPULATE, -1, 0) != MAP_FAILED) printf("huge page\n");
    if (syscall(447, 0) >= 0) printf("secret memory\n");
    printf("contained\n");
    return 0;
}
