/* The agent: PID 1 of one box. Builds the box around itself, then runs commands. */
#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/securebits.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MAX_OPEN_FILES = 512 };

static void limit(int resource, rlim_t wanted) {
    struct rlimit now;
    if (getrlimit((__rlimit_resource_t)resource, &now) == 0) {
        rlim_t value = wanted < now.rlim_max ? wanted : now.rlim_max;
        struct rlimit then = {.rlim_cur = value, .rlim_max = value};
        setrlimit((__rlimit_resource_t)resource, &then);
    }
}

/* Those that are the same for every run; the child of each run inherits them. */
static void limit_resources(void) {
    limit(RLIMIT_CORE, 1); /* see keep_core_limit in filter.c */
    limit(RLIMIT_NOFILE, MAX_OPEN_FILES);
    limit(RLIMIT_MEMLOCK, 64 * 1024);
    limit(RLIMIT_MSGQUEUE, 0);
    limit(RLIMIT_SIGPENDING, 1024);
    limit(RLIMIT_STACK, RLIM_INFINITY);
}

static bool give_up_privileges(void) {
    for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++) {
        if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0) {
            return false;
        }
    }
    return prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) == 0;
}

static int watch_children(void) {
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    if (sigprocmask(SIG_BLOCK, &child, NULL) != 0) {
        return -1;
    }
    return signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void reply(int socket) {
    uint64_t head[2] = {MSG_DONE, 0};
    packet_send(socket, head, 2, NULL, -1);
}

static _Noreturn void serve(const struct run_context *context, struct packet *packet) {
    for (;;) {
        if (packet_receive(context->socket, packet, MAX_HEAD_WORDS) != 1) {
            _exit(0); /* the kernel kills the rest of the box with its PID 1 */
        }
        switch (packet->head[0]) {
        case MSG_RUN:
            if (!run_command(context, packet)) {
                _exit(0);
            }
            break;
        case MSG_GATHER:
            if (!gather_files(context->socket, packet->head[1], packet->head[2])) {
                _exit(0);
            }
            break;
        case MSG_FRESHEN:
            if (kill_everything() && mount_fresh_places(context->socket, true)) {
                reply(context->socket);
            }
            break;
        default: /* a kill that comes too late */
            break;
        }
        packet_close_fds(packet);
    }
}

_Noreturn void agent_main(int socket, int handshake, struct packet *request,
                          struct box_options options) {
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    signal(SIGINT, SIG_DFL);
    struct run_context context = {
        .socket = socket,
        .oom_score = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC),
        .makes_cgroup_ns = !options.has_own_cgroup_ns,
    };
    if (context.oom_score < 0 || sethostname("box", 3) != 0) {
        send_error(socket, "preparing the box", "");
        _exit(1);
    }
    if (!build_root(socket, request->strings, request->string_count) ||
        !enter_user_namespace(socket, handshake)) {
        _exit(1);
    }
    close(handshake);
    /* Changing users cleared it. */
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    umask(022);
    limit_resources();
    context.child_signals = watch_children();
    context.exec_errno =
        mmap(NULL, sizeof(int), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (context.child_signals < 0 || context.exec_errno == MAP_FAILED || !give_up_privileges() ||
        !install_filter()) {
        send_error(socket, "restricting the box", "");
        _exit(1);
    }
    if (!mount_fresh_places(socket, false)) {
        _exit(1);
    }
    reply(socket);
    serve(&context, request);
}
