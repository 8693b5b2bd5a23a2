#include <stdlib.h>
#include <unistd.h>
int main(void) {
    for (int n = 0; n < 20; n++) if (fork() == 0) {
        volatile char *m = malloc(16 << 20);
        for (int i = 0; m && i < 16 << 20; i += 4096) m[i] = 1;
        pause();
    }
    sleep(5);
    return 0;
}
