__asm__(".data\n.fill 0x40000000, 8, 0x41414141\n");
int main(void) { return 0; }
