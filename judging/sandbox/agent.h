/* The launcher and the agent of a kept box: what they share.
 *
 * The supervisor (judging/sandbox/slot.py) starts one launcher per slot. The launcher
 * stays root in the host's namespaces, lives inside the slot's cgroups and clones one
 * agent at a time: PID 1 of a box. Policy comes from the supervisor in messages; this
 * program only does what Python can't do between clone and exec.
 *
 * Messages are SOCK_SEQPACKET packets: a fixed head of uint64_t words (the first is the
 * message's letter), then NUL-terminated strings. judging/sandbox/wire.py is the twin.
 */
#ifndef CODEDANG_AGENT_H
#define CODEDANG_AGENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
    MAX_PACKET_BYTES = 192 * 1024,
    MAX_PACKET_FDS = 240,
    MAX_HEAD_WORDS = 8,
    MAX_STRINGS = 4096,
    BOX_UID = 1000,
};

/* Letters of messages; `in` is towards this program. */
enum {
    MSG_SETTLE = 'S',  /* in, launcher: join these cgroups                     */
    MSG_OPEN = 'O',    /* in, launcher: clone an agent (fd: the agent's socket) */
    MSG_CLOSE = 'C',   /* in, launcher: kill the agent and all of its box       */
    MSG_RUN = 'R',     /* in, agent: run one command                            */
    MSG_KILL = 'K',    /* in, agent: kill the run now                           */
    MSG_GATHER = 'G',  /* in, agent: send the files of the working directory    */
    MSG_FRESHEN = 'F', /* in, agent: give fresh writable places                 */
    MSG_DONE = 'D',    /* out: the thing asked for is done                      */
    MSG_FILE = 'f',    /* out: one gathered file (fd)                           */
    MSG_ERROR = 'E',   /* out: errno, and what failed                           */
};

struct packet {
    uint64_t head[MAX_HEAD_WORDS];
    char *strings[MAX_STRINGS];
    size_t string_count;
    int fds[MAX_PACKET_FDS];
    size_t fd_count;
};

struct box_options {
    uint64_t host_uid;      /* first of two host uids: the box's root and its user      */
    bool has_own_cgroup_ns; /* v1: made with the box; v2: made by each run in its leaf   */
};

/* wire.c */
/* 1: a packet; 0: the other side is gone; -1: errno says why. */
int packet_receive(int socket, struct packet *packet, size_t head_words);
int packet_send(int socket, const uint64_t *head, size_t head_words, const char *text, int fd);
void packet_close_fds(struct packet *packet);
/* Tell what failed, with errno. */
void send_error(int socket, const char *what, const char *which);

/* root.c: everything here sends its own error message */
bool build_root(int socket, char **operations, size_t count);
bool enter_user_namespace(int socket, int handshake);
bool mount_fresh_places(int socket, bool unmount_first);

/* filter.c */
/* The value that lets the agent alone call mount, umount2, unshare and clone3. */
extern uint64_t privileged_call_cookie;
bool install_filter(void);

/* agent.c */
_Noreturn void agent_main(int socket, int handshake, struct packet *request,
                          struct box_options options);

/* run.c */
struct run_context {
    int socket;
    int child_signals;      /* signalfd of SIGCHLD              */
    int oom_score;          /* /proc/self/oom_score_adj, agent's */
    bool makes_cgroup_ns;
    volatile int *exec_errno; /* in a page shared with the child  */
};
/* false: the supervisor is gone. */
bool run_command(const struct run_context *context, struct packet *request);
bool kill_everything(void);

/* gather.c */
bool gather_files(int socket, uint64_t max_files, uint64_t max_bytes);

#endif
