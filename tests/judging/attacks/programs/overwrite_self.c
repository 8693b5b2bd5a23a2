/* Its own program, from within: a judge that runs it again would run something else. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
int main(void) {
    const char *paths[] = {"/proc/self/exe", "/program/program", "/proc/self/root/program/program", "/lib64/ld-linux-x86-64.so.2", "/usr/bin/python3"};
    for (int n = 0; n < 5; n++) {
        if (open(paths[n], O_WRONLY) >= 0) printf("write %s\n", paths[n]);
        if (open(paths[n], O_RDWR | O_TRUNC) >= 0) printf("truncate %s\n", paths[n]);
        if (chmod(paths[n], 0777) == 0) printf("mode %s\n", paths[n]);
        if (unlink(paths[n]) == 0) printf("unlink %s\n", paths[n]);
        if (rename("/w", paths[n]) == 0) printf("rename %s\n", paths[n]);
        if (link(paths[n], "/w/linked") == 0) printf("link %s\n", paths[n]);
        int fd = open(paths[n], O_RDONLY);
        if (mmap(0, 4096, PROT_WRITE, MAP_SHARED, fd, 0) != MAP_FAILED) printf("map %s\n", paths[n]);
    }
    if (creat("/program/planted", 0600) >= 0) printf("planted\n");
    printf("contained\n");
    return 0;
}
