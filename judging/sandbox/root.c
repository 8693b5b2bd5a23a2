/* The box's root: built by real root in the box's own mount namespace, then locked by a
 * user namespace in which root is an unprivileged user of the host. */
#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* glibc's <sys/mount.h> and <linux/mount.h> don't go together before 2.37. */
extern int umount2(const char *target, int flags);
enum { DETACH_LAZILY = 2 };

/* A mount point that every host has, whose host content no bind mount comes from. */
static const char STAGING[] = "/proc";

static long system_mount(const char *source, const char *target, const char *type,
                         unsigned long flags, const char *data) {
    return syscall(SYS_mount, source, target, type, flags, data, privileged_call_cookie);
}

static bool restrict_mount(const char *path, uint64_t attributes) {
    struct mount_attr attr = {.attr_set = attributes};
    return syscall(SYS_mount_setattr, AT_FDCWD, path, AT_RECURSIVE, &attr, sizeof attr) == 0;
}

static bool write_file(const char *path, const char *text) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd < 0) {
        return false;
    }
    size_t length = strlen(text);
    bool ok = write(fd, text, length) == (ssize_t)length;
    close(fd);
    return ok;
}

static bool make_device(const char *path, const char *numbers) {
    char *rest;
    unsigned long major_number = strtoul(numbers, &rest, 10);
    unsigned long minor_number = *rest == ':' ? strtoul(rest + 1, NULL, 10) : 0;
    return mknod(path, S_IFCHR | 0666, makedev((unsigned)major_number, (unsigned)minor_number)) == 0;
}

static bool bind(const char *source, const char *path) {
    return system_mount(source, path, NULL, MS_BIND | MS_REC, NULL) == 0 &&
           restrict_mount(path, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV);
}

/* One operation: kind, path in the box, argument. */
static bool operate(const char *kind, const char *path, const char *argument) {
    char staged[4096];
    if ((size_t)snprintf(staged, sizeof staged, "%s%s", STAGING, path) >= sizeof staged) {
        errno = ENAMETOOLONG;
        return false;
    }
    switch (kind[0]) {
    case 'd':
        return mkdir(staged, 0755) == 0 || errno == EEXIST;
    case 'l':
        return symlink(argument, staged) == 0;
    case 'f':
        return write_file(staged, argument);
    case 'n':
        return make_device(staged, argument);
    case 'b':
        return bind(argument, staged);
    case 'p':
        return system_mount("proc", staged, "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, argument) == 0;
    default:
        errno = EINVAL;
        return false;
    }
}

bool build_root(int socket, char **operations, size_t count) {
    umask(0);
    if (system_mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        system_mount("box", STAGING, "tmpfs", MS_NOSUID, "mode=755,size=1m") != 0) {
        send_error(socket, "making the box's root", "");
        return false;
    }
    for (size_t i = 0; i + 2 < count; i += 3) {
        if (!operate(operations[i], operations[i + 1], operations[i + 2])) {
            send_error(socket, "building the box's root at", operations[i + 1]);
            return false;
        }
    }
    if (chdir(STAGING) != 0 || syscall(SYS_pivot_root, ".", ".") != 0 ||
        umount2(".", DETACH_LAZILY) != 0 || chdir("/") != 0 ||
        !restrict_mount("/", MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID)) {
        send_error(socket, "entering the box's root", "");
        return false;
    }
    return true;
}

bool enter_user_namespace(int socket, int handshake) {
    char byte = 'u';
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) {
        send_error(socket, "making a user namespace", "");
        return false;
    }
    if (write(handshake, &byte, 1) != 1 || read(handshake, &byte, 1) != 1) {
        return false; /* the launcher tells why it couldn't map the users */
    }
    if (setresgid(0, 0, 0) != 0 || setresuid(0, 0, 0) != 0) {
        send_error(socket, "becoming the box's root", "");
        return false;
    }
    return true;
}

static const struct {
    const char *path;
    const char *options;
} FRESH_PLACES[] = {
    {"/w", "mode=755,uid=1000,gid=1000"},
    {"/tmp", "mode=1777"},
    {"/dev/shm", "mode=1777"},
};

bool mount_fresh_places(int socket, bool unmount_first) {
    for (size_t i = 0; i < sizeof FRESH_PLACES / sizeof FRESH_PLACES[0]; i++) {
        const char *path = FRESH_PLACES[i].path;
        if (unmount_first &&
            syscall(SYS_umount2, path, DETACH_LAZILY, 0, 0, 0, privileged_call_cookie) != 0) {
            send_error(socket, "unmounting", path);
            return false;
        }
        if (system_mount("fresh", path, "tmpfs", MS_NOSUID | MS_NODEV, FRESH_PLACES[i].options) != 0) {
            send_error(socket, "mounting", path);
            return false;
        }
    }
    return true;
}
