/* The first process sleeps; the CPU is burnt elsewhere. */
#include <unistd.h>
int main(void) { for (int n = 0; n < 4; n++) if (fork() == 0) { setsid(); if (fork() == 0) for (;;) {} _exit(0); } for (;;) pause(); }
