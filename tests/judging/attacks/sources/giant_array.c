int a[1L << 33] = {1};
int main(void) { return a[0]; }
