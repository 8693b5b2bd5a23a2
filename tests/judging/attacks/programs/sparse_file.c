/* A file of a terabyte that needs no memory. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
int main(void) { int fd = open("/w/program", O_CREAT | O_RDWR, 0600); if (ftruncate(fd, 1L << 40) == 0) printf("a terabyte\n"); printf("contained\n"); return 0; }
