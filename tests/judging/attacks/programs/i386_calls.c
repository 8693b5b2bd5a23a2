#include <stdio.h>
int main(void) { long r; __asm__ volatile("int $0x80" : "=a"(r) : "a"(20L)); printf("%ld\n", r); return 0; }
