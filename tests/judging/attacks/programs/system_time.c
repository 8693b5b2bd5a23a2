#include <fcntl.h>
#include <unistd.h>
int main(void) { static char b[1 << 20]; int fd = open("/dev/urandom", O_RDONLY); for (;;) read(fd, b, sizeof b); }
