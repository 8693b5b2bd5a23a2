/* Many threads, each with a deep stack. */
#include <pthread.h>
#include <unistd.h>
static void *deep(void *none) {
    volatile char stack[6 << 20];
    for (int i = 0; i < 6 << 20; i += 4096) stack[i] = 1;
    pause();
    return none;
}
int main(void) {
    pthread_attr_t large;
    pthread_attr_init(&large);
    pthread_attr_setstacksize(&large, 8 << 20);
    for (int n = 0; n < 30; n++) { pthread_t t; pthread_create(&t, &large, deep, NULL); }
    for (;;) pause();
}
