/* The parent waits where no signal but the last one wakes it. */
#include <unistd.h>
int main(void) { if (vfork() == 0) for (;;) pause(); return 0; }
