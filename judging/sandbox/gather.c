/* Taking files out of the working directory, when nothing of the run is alive: each is
 * opened beneath it, never through a link, and leaves as a descriptor. */
#define _GNU_SOURCE
#include "agent.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
    MAX_DEPTH = 16,
    MAX_PATH_BYTES = 1024,
    MAX_ENTRIES_PER_FILE = 16,
};

/* Bits of the answer's second word. */
enum { TOO_MUCH = 1, UNREADABLE = 2 };

struct gathering {
    int socket;
    int root;
    uint64_t files_left;
    uint64_t bytes_left;
    uint64_t entries_left;
    char path[MAX_PATH_BYTES];
};

static int open_beneath(const struct gathering *g, uint64_t flags) {
    struct open_how how = {
        .flags = flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV,
    };
    return (int)syscall(SYS_openat2, g->root, g->path, &how, sizeof how);
}

static int send_file(struct gathering *g, uint64_t *outcome) {
    int fd = open_beneath(g, O_RDONLY);
    struct stat facts;
    if (fd < 0 || fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode)) {
        *outcome |= UNREADABLE;
        if (fd >= 0) {
            close(fd);
        }
        return 0;
    }
    if (g->files_left == 0 || (uint64_t)facts.st_size > g->bytes_left) {
        *outcome |= TOO_MUCH;
        close(fd);
        return 0;
    }
    g->files_left--;
    g->bytes_left -= (uint64_t)facts.st_size;
    uint64_t head[3] = {MSG_FILE, (uint64_t)facts.st_size, (facts.st_mode & 0111) != 0};
    int sent = packet_send(g->socket, head, 3, g->path, fd);
    close(fd);
    return sent;
}

static int gather_directory(struct gathering *g, size_t depth, uint64_t *outcome);

static int gather_entry(struct gathering *g, const char *name, size_t depth, uint64_t *outcome) {
    size_t before = strlen(g->path);
    bool at_root = strcmp(g->path, ".") == 0;
    if (g->entries_left-- == 0 || before + strlen(name) + 2 > MAX_PATH_BYTES) {
        *outcome |= TOO_MUCH;
        return 0;
    }
    snprintf(g->path + (at_root ? 0 : before), MAX_PATH_BYTES - before, "%s%s", at_root ? "" : "/",
             name);
    struct stat facts;
    int result = 0;
    if (fstatat(g->root, g->path, &facts, AT_SYMLINK_NOFOLLOW) == 0) {
        if (S_ISREG(facts.st_mode)) {
            result = send_file(g, outcome);
        } else if (S_ISDIR(facts.st_mode)) {
            result = gather_directory(g, depth + 1, outcome);
        }
    }
    if (at_root) {
        strcpy(g->path, ".");
    } else {
        g->path[before] = '\0';
    }
    return result;
}

static int gather_directory(struct gathering *g, size_t depth, uint64_t *outcome) {
    if (depth > MAX_DEPTH) {
        *outcome |= TOO_MUCH;
        return 0;
    }
    int fd = open_beneath(g, O_RDONLY | O_DIRECTORY);
    DIR *directory = fd < 0 ? NULL : fdopendir(fd);
    if (directory == NULL) {
        *outcome |= UNREADABLE;
        if (fd >= 0) {
            close(fd);
        }
        return 0;
    }
    int result = 0;
    struct dirent *entry;
    while (result == 0 && (*outcome & TOO_MUCH) == 0 && (entry = readdir(directory)) != NULL) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            result = gather_entry(g, entry->d_name, depth, outcome);
        }
    }
    closedir(directory);
    return result;
}

bool gather_files(int socket, uint64_t max_files, uint64_t max_bytes) {
    static struct gathering g;
    g = (struct gathering){
        .socket = socket,
        .root = open("/w", O_RDONLY | O_DIRECTORY | O_CLOEXEC),
        .files_left = max_files,
        .bytes_left = max_bytes,
        .entries_left = (max_files + 1) * MAX_ENTRIES_PER_FILE,
        .path = ".",
    };
    if (g.root < 0) {
        send_error(socket, "opening", "/w");
        return true;
    }
    uint64_t outcome = 0;
    int result = gather_directory(&g, 0, &outcome);
    close(g.root);
    uint64_t head[2] = {MSG_DONE, outcome};
    return result == 0 && packet_send(socket, head, 2, NULL, -1) == 0;
}
