/* Waits for a lock that it holds, and for a pipe that nobody writes. */
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>
static void *wait_for_writer(void *none) { mkfifo("/w/pipe", 0600); open("/w/pipe", O_RDONLY); return none; }
int main(void) {
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_t thread;
    pthread_create(&thread, NULL, wait_for_writer, NULL);
    pthread_mutex_lock(&lock);
    pthread_mutex_lock(&lock);
    return 0;
}
