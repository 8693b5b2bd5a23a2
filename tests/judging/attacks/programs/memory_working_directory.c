/* Fills the working directory with files that are open and have no name any more. */
#include <fcntl.h>
#include <unistd.h>
int main(void) {
    static char block[1 << 20];
    for (;;) {
        int fd = open("/w/x", O_CREAT | O_RDWR, 0600);
        unlink("/w/x");
        for (int n = 0; n < 8; n++) if (write(fd, block, sizeof block) < 0) pause();
    }
}
