/* Mounts, new and changed, by old calls and new ones. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <fcntl.h>
#include <sys/mount.h>
#define TRY(name, ...) do { if (syscall(__VA_ARGS__) >= 0) printf("%s\n", name); } while (0)
static char zeros[512];
int main(void) {
    TRY("tmpfs", SYS_mount, "none", "/tmp", "tmpfs", 0, 0);
    TRY("proc", SYS_mount, "proc", "/tmp", "proc", 0, 0);
    TRY("cgroups", SYS_mount, "none", "/tmp", "cgroup2", 0, 0);
    TRY("bind", SYS_mount, "/usr", "/tmp", 0, MS_BIND, 0);
    TRY("writable", SYS_mount, 0, "/usr", 0, MS_REMOUNT | MS_BIND, 0);
    TRY("shared", SYS_mount, 0, "/", 0, MS_SHARED | MS_REC, 0);
    for (long guess = 0; guess < 100; guess++) TRY("guess", SYS_mount, "none", "/tmp", "tmpfs", 0, 0, guess);
    TRY("umount", SYS_umount2, "/usr", MNT_DETACH);
    TRY("umount of the working directory", SYS_umount2, "/w", MNT_DETACH);
    TRY("open_tree", SYS_open_tree, AT_FDCWD, "/", 1);
    TRY("move_mount", SYS_move_mount, AT_FDCWD, "/tmp", AT_FDCWD, "/usr", 0);
    TRY("fsopen", SYS_fsopen, "tmpfs", 0);
    TRY("fspick", SYS_fspick, AT_FDCWD, "/", 0);
    TRY("mount_setattr", SYS_mount_setattr, AT_FDCWD, "/", 0, zeros, 32);
    TRY("swapon", SYS_swapon, "/tmp/x", 0);
    TRY("quotactl", SYS_quotactl, 0x80000100, "/dev/vda", 0, zeros);
    printf("contained\n");
    return 0;
}
