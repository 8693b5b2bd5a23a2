/* Runs before main, after it, and instead of it. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
__attribute__((constructor)) static void before(void) { for (int n = 0; n < 10; n++) if (fork() == 0) { setsid(); for (;;) pause(); } }
__attribute__((destructor)) static void after(void) { write(1, "contained\n", 10); _exit(0); }
int main(void) { return 7; }
