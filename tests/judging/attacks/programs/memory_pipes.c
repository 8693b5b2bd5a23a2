#define _GNU_SOURCE
#include <fcntl.h>
#include <unistd.h>
int main(void) {
    static char block[65536];
    for (int p = 0; p < 64; p++) fork();
    for (;;) {
        int ends[2];
        if (pipe(ends)) { pause(); }
        fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
        fcntl(ends[1], F_SETFL, O_NONBLOCK);
        while (write(ends[1], block, sizeof block) > 0) {}
    }
}
