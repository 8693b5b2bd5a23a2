#include <string.h>
#include <unistd.h>
int main(void) { static char b[65536]; memset(b, 'x', sizeof b); for (;;) { write(1, b, sizeof b); write(2, b, sizeof b); } }
