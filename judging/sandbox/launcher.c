/* The launcher: one per slot, started by the supervisor, for many boxes one after the
 * other. It joins the slot's cgroups once (attaching waits for RCU, 10 ms and more when
 * the host was quiet; its children inherit them for nothing), and it outlives the
 * supervisor just long enough to kill the box and remove the cgroups. */
#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_GROUPS = 16 };

static struct packet packet;
static char *way_back[MAX_GROUPS];
static size_t way_back_count;
static char *leftovers[MAX_GROUPS];
static size_t leftover_count;
static pid_t agent;
static int supervisor_watch = -1;

static bool write_text(const char *path, const char *text) {
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) {
        return false;
    }
    ssize_t length = (ssize_t)strlen(text);
    bool ok = write(fd, text, (size_t)length) == length;
    int saved = errno;
    close(fd);
    errno = saved;
    return ok;
}

static void kill_agent(void) {
    if (agent > 0) {
        kill(agent, SIGKILL);
        while (waitpid(agent, NULL, 0) < 0 && errno == EINTR) {
        }
        agent = 0;
    }
}

static _Noreturn void leave_nothing(void) {
    kill_agent();
    for (size_t i = 0; i < way_back_count; i++) {
        write_text(way_back[i], "0");
    }
    const struct timespec pause = {.tv_nsec = 2 * 1000 * 1000};
    for (int tries = 0; tries < 500; tries++) {
        size_t left = 0;
        for (size_t i = 0; i < leftover_count; i++) {
            left += rmdir(leftovers[i]) != 0 && errno == EBUSY;
        }
        if (left == 0) {
            break;
        }
        nanosleep(&pause, NULL);
    }
    _exit(0);
}

/* Triples: 'j' a cgroup.procs to join, 'r' one to return to at the end, 'x' a directory to
 * remove then. */
static void settle(int socket) {
    for (size_t i = 0; i + 2 < packet.string_count; i += 3) {
        char kind = packet.strings[i][0];
        char *path = packet.strings[i + 1];
        if (kind == 'j' && !write_text(path, "0")) {
            send_error(socket, "joining", path);
            return;
        }
        if (kind == 'r' && way_back_count < MAX_GROUPS) {
            way_back[way_back_count++] = strdup(path);
        }
        if (kind == 'x' && leftover_count < MAX_GROUPS) {
            leftovers[leftover_count++] = strdup(path);
        }
    }
    uint64_t head[2] = {MSG_DONE, 0};
    packet_send(socket, head, 2, NULL, -1);
}

static bool map_users(uint64_t host_uid) {
    char path[64];
    char map[128];
    snprintf(map, sizeof map, "0 %llu 1\n%d %llu 1\n", (unsigned long long)host_uid, BOX_UID,
             (unsigned long long)host_uid + 1);
    snprintf(path, sizeof path, "/proc/%d/uid_map", agent);
    if (!write_text(path, map)) {
        return false;
    }
    snprintf(path, sizeof path, "/proc/%d/gid_map", agent);
    return write_text(path, map);
}

static void open_box(int socket) {
    struct box_options options = {
        .host_uid = packet.head[1],
        .has_own_cgroup_ns = packet.head[2] != 0,
    };
    int handshake[2];
    if (agent != 0 || packet.fd_count != 1) {
        errno = EBUSY;
        send_error(socket, "opening a second box in one slot", "");
        return;
    }
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, handshake) != 0) {
        send_error(socket, "making a socket pair", "");
        return;
    }
    unsigned long flags = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWNET |
                          (options.has_own_cgroup_ns ? CLONE_NEWCGROUP : 0) | SIGCHLD;
    agent = (pid_t)syscall(SYS_clone, flags, 0, 0, 0, 0);
    if (agent == 0) {
        close(handshake[0]);
        close(socket);
        close(supervisor_watch);
        agent_main(packet.fds[0], handshake[1], &packet, options);
    }
    int clone_error = errno;
    close(handshake[1]);
    if (agent < 0) {
        agent = 0;
        close(handshake[0]);
        errno = clone_error;
        send_error(socket, "making the box's namespaces", "");
        return;
    }
    char byte;
    if (read(handshake[0], &byte, 1) == 1 &&
        (!map_users(options.host_uid) || write(handshake[0], &byte, 1) != 1)) {
        send_error(socket, "mapping the box's users", "");
        kill_agent();
    } else {
        uint64_t head[2] = {MSG_DONE, (uint64_t)agent};
        packet_send(socket, head, 2, NULL, -1);
    }
    close(handshake[0]);
}

static void handle(int socket) {
    switch (packet.head[0]) {
    case MSG_SETTLE:
        settle(socket);
        break;
    case MSG_OPEN:
        open_box(socket);
        break;
    case MSG_CLOSE: {
        kill_agent();
        uint64_t head[2] = {MSG_DONE, 0};
        packet_send(socket, head, 2, NULL, -1);
        break;
    }
    default:
        errno = EPROTO;
        send_error(socket, "reading a message", "");
    }
}

static void reset_signals(void) {
    for (int number = 1; number < NSIG; number++) {
        signal(number, SIG_DFL);
    }
    signal(SIGINT, SIG_IGN); /* a Ctrl-C is the supervisor's to handle */
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

int main(int argc, char **argv) {
    if (argc != 3) {
        return 2;
    }
    int socket = atoi(argv[1]);
    pid_t supervisor = atoi(argv[2]);
    fcntl(socket, F_SETFD, FD_CLOEXEC);
    reset_signals();
    if (setsid() < 0 || setgroups(0, NULL) != 0) {
        send_error(socket, "starting the launcher", "");
        return 1;
    }
    supervisor_watch = (int)syscall(SYS_pidfd_open, supervisor, 0);
    if (supervisor_watch < 0 || getppid() != supervisor) {
        return 1;
    }
    struct pollfd waits[2] = {
        {.fd = socket, .events = POLLIN},
        {.fd = supervisor_watch, .events = POLLIN},
    };
    for (;;) {
        if (poll(waits, 2, -1) < 0 && errno != EINTR) {
            break;
        }
        if (waits[1].revents != 0) {
            break;
        }
        if (waits[0].revents != 0) {
            if (packet_receive(socket, &packet, MAX_HEAD_WORDS) != 1) {
                break;
            }
            handle(socket);
            packet_close_fds(&packet);
        }
    }
    leave_nothing();
}
