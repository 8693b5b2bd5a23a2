#include <fcntl.h>
#include <unistd.h>
int main(void) { static char b[65536]; int fd = open("/tmp/f", O_CREAT | O_WRONLY, 0600); for (;;) write(fd, b, sizeof b); }
