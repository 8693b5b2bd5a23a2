#include <stdlib.h>
#include <string.h>
int main(void) { for (;;) { volatile char *m = malloc(1 << 20); if (m) for (int i = 0; i < 1 << 20; i += 4096) m[i] = 1; } }
