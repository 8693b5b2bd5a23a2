#include <fcntl.h>
#include <stdio.h>
int main(void) { for (int fd = 3; fd < 100000; fd++) if (fcntl(fd, F_GETFD) >= 0) printf("open %d\n", fd); printf("contained\n"); return 0; }
