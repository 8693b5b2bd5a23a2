/* Compiles to little, and needs gigabytes when it runs. */
static volatile char a[1L << 29], b[1L << 29];
int main(void) { for (long i = 0; i < 1L << 29; i += 4096) a[i] = b[i] = 1; return 0; }
