/* The host's own affairs. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <sys/ioctl.h>
#define TRY(name, ...) do { if (syscall(__VA_ARGS__) >= 0) printf("%s\n", name); } while (0)
static char zeros[512];
int main(void) {
    TRY("hostname", SYS_sethostname, "x", 1);
    TRY("domain", SYS_setdomainname, "x", 1);
    TRY("time", SYS_settimeofday, zeros, 0);
    TRY("clock", SYS_clock_settime, 0, zeros);
    TRY("kernel's log", SYS_syslog, 3, zeros, 100);
    TRY("accounting", SYS_acct, 0);
    TRY("reboot", SYS_reboot, 0xfee1dead, 672274793, 0, 0);
    TRY("kexec", SYS_kexec_load, 0, 0, 0, 0);
    TRY("hangup", SYS_vhangup);
    for (int fd = 0; fd < 3; fd++) {
        TRY("terminal input", SYS_ioctl, fd, TIOCSTI, "x");
        TRY("terminal input by other bits", SYS_ioctl, fd, 0xffffffff00000000UL | TIOCSTI, "x");
    }
    TRY("pages of others", SYS_move_pages, 1, 0, 0, 0, 0, 0);
    printf("contained\n");
    return 0;
}
