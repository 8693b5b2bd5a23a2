/* One run: from the request to the moment when nothing of it is alive. */
#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* <sched.h> beside <linux/sched.h> defines CLONE_ flags twice; only this one is missing. */
extern int unshare(int flags);

struct run_request {
    char **argv;
    char **envp;
    char **names; /* of files to put into the working directory */
    size_t name_count;
    const int *file_fds;
    int stdio[3];
    int cgroup; /* -1: the run stays in the agent's */
    rlim_t cpu_time_s;
    rlim_t file_bytes;
};

static char *argv_space[MAX_STRINGS + 1];
static char *envp_space[MAX_STRINGS + 1];

static uint64_t nanoseconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

bool kill_everything(void) {
    for (;;) {
        kill(-1, SIGKILL);
        if (waitpid(-1, NULL, __WALL) < 0) {
            if (errno == ECHILD) {
                return true;
            }
            if (errno != EINTR) {
                return false;
            }
        }
    }
}

static bool parse(struct packet *packet, struct run_request *request) {
    size_t argc = packet->head[1];
    size_t envc = packet->head[2];
    size_t files = packet->head[3];
    size_t own_cgroup = packet->head[6] != 0 ? 1 : 0;
    if (argc == 0 || argc > MAX_STRINGS || envc > MAX_STRINGS ||
        argc + envc + files != packet->string_count ||
        packet->fd_count != 3 + own_cgroup + files) {
        errno = EPROTO;
        return false;
    }
    memcpy(argv_space, packet->strings, argc * sizeof(char *));
    memcpy(envp_space, packet->strings + argc, envc * sizeof(char *));
    argv_space[argc] = NULL;
    envp_space[envc] = NULL;
    *request = (struct run_request){
        .argv = argv_space,
        .envp = envp_space,
        .names = packet->strings + argc + envc,
        .name_count = files,
        .file_fds = packet->fds + 3 + own_cgroup,
        .stdio = {packet->fds[0], packet->fds[1], packet->fds[2]},
        .cgroup = own_cgroup != 0 ? packet->fds[3] : -1,
        .cpu_time_s = packet->head[4],
        .file_bytes = packet->head[5],
    };
    return true;
}

static bool make_parents(char *name) {
    for (char *slash = strchr(name, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        bool made = mkdir(name, 0755) == 0;
        bool ok = made ? chown(name, BOX_UID, BOX_UID) == 0 : errno == EEXIST;
        *slash = '/';
        if (!ok) {
            return false;
        }
    }
    return true;
}

static bool place_file(char *name, int source) {
    if (!make_parents(name)) {
        return false;
    }
    int target = open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (target < 0) {
        return false;
    }
    off_t offset = 0;
    ssize_t sent;
    do {
        sent = sendfile(target, source, &offset, 1 << 20);
    } while (sent > 0 || (sent < 0 && errno == EINTR));
    bool ok = sent == 0 && fchown(target, BOX_UID, BOX_UID) == 0;
    int saved = errno;
    close(target);
    errno = saved;
    return ok;
}

static void lower_limit(int resource, rlim_t wanted) {
    struct rlimit now;
    getrlimit((__rlimit_resource_t)resource, &now);
    rlim_t value = wanted < now.rlim_max ? wanted : now.rlim_max;
    struct rlimit then = {.rlim_cur = value, .rlim_max = value};
    setrlimit((__rlimit_resource_t)resource, &then);
}

static _Noreturn void become(const struct run_context *context, const struct run_request *request) {
    sigset_t none;
    sigemptyset(&none);
    bool ready = dup2(request->stdio[0], 0) == 0 && dup2(request->stdio[1], 1) == 1 &&
                 dup2(request->stdio[2], 2) == 2 && setsid() > 0;
    if (ready && context->makes_cgroup_ns) {
        ready = syscall(SYS_unshare, CLONE_NEWCGROUP, 0, 0, 0, 0, privileged_call_cookie) == 0;
    }
    lower_limit(RLIMIT_CPU, request->cpu_time_s);
    lower_limit(RLIMIT_FSIZE, request->file_bytes);
    if (ready && setresgid(BOX_UID, BOX_UID, BOX_UID) == 0 &&
        setresuid(BOX_UID, BOX_UID, BOX_UID) == 0 && sigprocmask(SIG_SETMASK, &none, NULL) == 0 &&
        syscall(SYS_close_range, 3, ~0u, 0) == 0) {
        execve(request->argv[0], request->argv, request->envp);
    }
    *context->exec_errno = errno;
    _exit(127);
}

/* The child is the first that the kernel kills when memory is short, never the agent. */
static pid_t start(const struct run_context *context, const struct run_request *request) {
    pid_t child;
    if (pwrite(context->oom_score, "1000", 4, 0) != 4) {
        return -1;
    }
    if (request->cgroup >= 0) {
        struct clone_args args = {
            .flags = CLONE_INTO_CGROUP,
            .exit_signal = SIGCHLD,
            .cgroup = (uint64_t)request->cgroup,
        };
        child = (pid_t)syscall(SYS_clone3, &args, sizeof args, 0, 0, 0, privileged_call_cookie);
    } else {
        child = (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    }
    if (child == 0) {
        become(context, request);
    }
    int saved = errno;
    if (pwrite(context->oom_score, "0", 1, 0) != 1) {
        return -1;
    }
    errno = saved;
    return child;
}

/* Reaps what has ended. True when the run's own process is among it. */
static bool reap(pid_t child, int *status) {
    for (;;) {
        int one;
        pid_t ended = waitpid(-1, &one, WNOHANG | __WALL);
        if (ended <= 0) {
            return false;
        }
        if (ended == child) {
            *status = one;
            return true;
        }
    }
}

/* 1: ended; 0: the supervisor is gone; -1: broken. */
static int await(const struct run_context *context, pid_t child, int *status, bool *killed) {
    static struct packet order;
    struct pollfd waits[2] = {
        {.fd = context->child_signals, .events = POLLIN},
        {.fd = context->socket, .events = POLLIN},
    };
    for (;;) {
        if (poll(waits, 2, -1) < 0) {
            if (errno == EINTR) {
                continue;
            }
            return -1;
        }
        if (waits[0].revents != 0) {
            struct signalfd_siginfo news;
            while (read(context->child_signals, &news, sizeof news) > 0) {
            }
            if (reap(child, status)) {
                return 1;
            }
        }
        if (waits[1].revents != 0) {
            if (packet_receive(context->socket, &order, MAX_HEAD_WORDS) != 1) {
                return 0;
            }
            packet_close_fds(&order);
            *killed = true;
            kill(-1, SIGKILL);
        }
    }
}

static bool prepare(const struct run_context *context, struct packet *packet,
                    struct run_request *request) {
    if (!parse(packet, request)) {
        send_error(context->socket, "reading a run's request", "");
        return false;
    }
    if (chdir("/w") != 0) {
        send_error(context->socket, "entering", "/w");
        return false;
    }
    for (size_t i = 0; i < request->name_count; i++) {
        if (!place_file(request->names[i], request->file_fds[i])) {
            send_error(context->socket, "making the file", request->names[i]);
            return false;
        }
    }
    return true;
}

bool run_command(const struct run_context *context, struct packet *packet) {
    uint64_t cpu_before = nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
    struct run_request request;
    if (!prepare(context, packet, &request)) {
        return true;
    }
    *context->exec_errno = 0;
    uint64_t started = nanoseconds(CLOCK_MONOTONIC);
    pid_t child = start(context, &request);
    if (child < 0) {
        send_error(context->socket, "starting the run", "");
        kill_everything();
        return true;
    }
    packet_close_fds(packet);
    int status = 0;
    bool killed = false;
    int how = await(context, child, &status, &killed);
    if (how == 0) {
        return false;
    }
    uint64_t wall = nanoseconds(CLOCK_MONOTONIC) - started;
    if (how < 0 || !kill_everything() || chdir("/") != 0) {
        send_error(context->socket, "ending the run", "");
        return true;
    }
    uint64_t head[6] = {
        MSG_DONE,
        (uint64_t)(uint32_t)status,
        wall,
        nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - cpu_before,
        (uint64_t)(uint32_t)*context->exec_errno,
        killed,
    };
    packet_send(context->socket, head, 6, NULL, -1);
    return true;
}
