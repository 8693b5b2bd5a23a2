/* Record locks have no limit of their own. */
#include <fcntl.h>
#include <unistd.h>
int main(void) {
    int fd = open("/tmp/x", O_CREAT | O_RDWR, 0600);
    for (long n = 0;; n += 2) {
        struct flock lock = {.l_type = n % 4 ? F_RDLCK : F_WRLCK, .l_whence = SEEK_SET, .l_start = n, .l_len = 1};
        if (fcntl(fd, F_SETLK, &lock)) pause();
    }
}
