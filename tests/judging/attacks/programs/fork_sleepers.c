/* As many processes as there may be, all asleep in sessions of their own. */
#include <unistd.h>
int main(void) {
    for (int n = 0; n < 10000; n++) { pid_t child = fork(); if (child < 0) break; if (child == 0) { setsid(); for (;;) pause(); } }
    for (;;) pause();
}
