/* Input and output past the filter. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
#define TRY(name, ...) do { if (syscall(__VA_ARGS__) >= 0) printf("%s\n", name); } while (0)
static char zeros[512];
int main(void) {
    TRY("io_uring_setup", SYS_io_uring_setup, 4, zeros);
    for (int fd = 0; fd < 64; fd++) {
        TRY("io_uring_enter", SYS_io_uring_enter, fd, 0, 0, 0, 0, 0);
        TRY("io_uring_register", SYS_io_uring_register, fd, 0, zeros, 1);
    }
    TRY("io_setup", SYS_io_setup, 1, zeros);
    printf("contained\n");
    return 0;
}
