/* One line, nearly as long as it may be. */
#include <string.h>
#include <unistd.h>
int main(void) { static char b[1 << 16]; memset(b, '9', sizeof b); for (int n = 0; n < 15; n++) write(1, b, sizeof b); return 0; }
