#include <signal.h>
#include <unistd.h>
int main(void) {
    for (int n = 1; n < 65; n++) if (n != SIGKILL && n != SIGSTOP) kill(1, n);
    kill(1, SIGSTOP); kill(1, SIGKILL);
    write(1, "alive\n", 6);
    for (int pid = 1; pid < 40000; pid++) if (pid != getpid()) kill(pid, SIGKILL);
    kill(-1, SIGKILL);
    kill(0, SIGKILL);
    return 0;
}
