#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
int main(void) {
    char name[64];
    for (unsigned n = 0;; n++) { snprintf(name, sizeof name, "/tmp/%u", n); int fd = open(name, O_CREAT | O_WRONLY, 0600); close(fd); }
}
