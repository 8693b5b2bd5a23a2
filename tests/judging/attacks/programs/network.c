/* Prints every family in which a socket could be had, and every address that answers. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
int main(void) {
    static const int types[] = {SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET, SOCK_RDM, SOCK_PACKET};
    for (int family = 0; family < 64; family++)
        for (int t = 0; t < 6; t++)
            for (int protocol = 0; protocol < 20; protocol++) {
                int fd = socket(family, types[t], protocol);
                if (fd < 0) continue;
                if (family != AF_UNIX) printf("family %d type %d\n", family, types[t]);
                close(fd);
            }
    printf("contained\n");
    return 0;
}
