/* Keyrings outlive a run and are shared by users of one number. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
#define TRY(name, ...) do { if (syscall(__VA_ARGS__) >= 0) printf("%s\n", name); } while (0)
static char zeros[512];
int main(void) {
    TRY("keyctl get", SYS_keyctl, 0, -3, 1);
    TRY("keyctl join", SYS_keyctl, 1, 0);
    TRY("keyctl search", SYS_keyctl, 10, -4, "user", "canary", 0);
    TRY("add_key", SYS_add_key, "user", "a", "b", 1, -3);
    TRY("add_key to the user's", SYS_add_key, "user", "a", "b", 1, -4);
    TRY("request_key", SYS_request_key, "user", "a", 0, -3);
    printf("contained\n");
    return 0;
}
