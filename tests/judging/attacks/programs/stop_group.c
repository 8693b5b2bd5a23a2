/* Stops all of its group, children first. */
#include <signal.h>
#include <unistd.h>
int main(void) { for (int n = 0; n < 8; n++) if (fork() == 0) for (;;) raise(SIGSTOP); for (;;) kill(0, SIGSTOP); }
