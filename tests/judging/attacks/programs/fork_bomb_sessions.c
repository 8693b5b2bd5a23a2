#include <signal.h>
#include <unistd.h>
int main(void) {
    for (int n = 1; n < 65; n++) signal(n, SIG_IGN);
    for (;;) {
        if (fork() == 0) { setsid(); setpgid(0, 0); if (fork() > 0) _exit(0); }
    }
}
