/* The system call filter: a deny list, installed once in the agent and inherited by every
 * run. Capabilities, namespaces and mounts are the walls; this takes away the doors that
 * had holes (keyrings, io_uring, user namespaces of one's own, …) and everything that
 * would outlive a run or be seen by another (System V IPC, foreign architectures).
 *
 * The agent must mount fresh places between runs although it is filtered too. A second
 * process only for that would cost a round trip per run; instead these calls are allowed
 * when their unused sixth argument is a random value that nobody else knows. Without
 * capabilities (every run) they would fail anyhow. */
#define _GNU_SOURCE
#include "agent.h"

#include <asm/ioctls.h>
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define NATIVE_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define NATIVE_ARCH AUDIT_ARCH_AARCH64
#else
#error "the sandbox knows x86-64 and arm64 only"
#endif

uint64_t privileged_call_cookie;

/* set_mempolicy_home_node (Linux 5.17), on both architectures. Kernels learn calls that the headers
 * of this build don't know; none of them was weighed here, and libraries do without. */
enum { YOUNGEST_CALL = 450 };

struct refusal {
    int number;
    int error;
};

static const struct refusal REFUSALS[] = {
#include "refusals.h"
};

enum { MAX_INSTRUCTIONS = 512 };
static struct sock_filter program[MAX_INSTRUCTIONS];
static size_t length;

static void add(uint16_t code, uint32_t k, uint8_t if_true, uint8_t if_false) {
    if (length < MAX_INSTRUCTIONS) {
        program[length] = (struct sock_filter){code, if_true, if_false, k};
    }
    length++;
}

static void load(size_t offset) { add(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0); }

static void load_argument(size_t index, bool high_half) {
    load(offsetof(struct seccomp_data, args) + index * sizeof(uint64_t) + (high_half ? 4 : 0));
}

static void answer(uint32_t action) { add(BPF_RET | BPF_K, action, 0, 0); }

static void refuse(int error) { answer(SECCOMP_RET_ERRNO | (uint32_t)error); }

/* Skips the next `size` instructions for every other system call. */
static void for_call(long number, uint8_t size) {
    add(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)number, 0, size);
}

static void only_with_cookie(long number, int error) {
    for_call(number, 6);
    load_argument(5, false);
    add(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)privileged_call_cookie, 0, 3);
    load_argument(5, true);
    add(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(privileged_call_cookie >> 32), 0, 1);
    answer(SECCOMP_RET_ALLOW);
    refuse(error);
}

static void only_local_sockets(long number) {
    for_call(number, 4);
    load_argument(0, false);
    add(BPF_JMP | BPF_JEQ | BPF_K, AF_UNIX, 0, 1);
    answer(SECCOMP_RET_ALLOW);
    refuse(EAFNOSUPPORT);
}

/* Where core_pattern names a program, the kernel runs it as root of the host at each crash, whatever
 * the limit is (core(5)), except for the special limit of 1 byte (fs/coredump.c): so that must stay.
 * Whoever sets another is told that it worked. */
static void keep_core_limit(void) {
    for_call(SYS_setrlimit, 4);
    load_argument(0, false);
    add(BPF_JMP | BPF_JEQ | BPF_K, RLIMIT_CORE, 0, 1);
    refuse(0);
    answer(SECCOMP_RET_ALLOW);
    for_call(SYS_prlimit64, 8);
    load_argument(1, false);
    add(BPF_JMP | BPF_JEQ | BPF_K, RLIMIT_CORE, 0, 4);
    load_argument(2, false);
    add(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 3);
    load_argument(2, true);
    add(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1);
    answer(SECCOMP_RET_ALLOW);
    refuse(0);
}

static void no_terminal_injection(void) {
    for_call(SYS_ioctl, 5);
    load_argument(1, false);
    add(BPF_JMP | BPF_JEQ | BPF_K, TIOCSTI, 2, 0);
    add(BPF_JMP | BPF_JEQ | BPF_K, TIOCLINUX, 1, 0);
    answer(SECCOMP_RET_ALLOW);
    refuse(EPERM);
}

static void no_namespaces_by_clone(void) {
    const uint32_t namespaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC |
                                CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;
    for_call(SYS_clone, 4);
    load_argument(0, false);
    add(BPF_JMP | BPF_JSET | BPF_K, namespaces, 1, 0);
    answer(SECCOMP_RET_ALLOW);
    refuse(EPERM);
}

/* Asking, the default and the switch that debuggers and sanitizers use for addresses. */
static void plain_personality_only(void) {
    const uint32_t without_random_addresses = 0x0040000;
    for_call(SYS_personality, 6);
    load_argument(0, false);
    add(BPF_JMP | BPF_JEQ | BPF_K, 0, 2, 0);
    add(BPF_JMP | BPF_JEQ | BPF_K, 0xffffffff, 1, 0);
    add(BPF_JMP | BPF_JEQ | BPF_K, without_random_addresses, 0, 1);
    answer(SECCOMP_RET_ALLOW);
    refuse(EPERM);
}

static void write_program(void) {
    load(offsetof(struct seccomp_data, arch));
    add(BPF_JMP | BPF_JEQ | BPF_K, NATIVE_ARCH, 1, 0);
    answer(SECCOMP_RET_KILL_PROCESS);
    load(offsetof(struct seccomp_data, nr));
#ifdef __x86_64__
    add(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1); /* the x32 calls */
    answer(SECCOMP_RET_KILL_PROCESS);
#endif
    add(BPF_JMP | BPF_JGT | BPF_K, YOUNGEST_CALL, 0, 1);
    refuse(ENOSYS);
    for (size_t i = 0; i < sizeof REFUSALS / sizeof REFUSALS[0]; i++) {
        for_call(REFUSALS[i].number, 1);
        refuse(REFUSALS[i].error);
    }
    only_with_cookie(SYS_mount, EPERM);
    only_with_cookie(SYS_umount2, EPERM);
    only_with_cookie(SYS_unshare, EPERM);
    only_with_cookie(SYS_clone3, ENOSYS); /* its flags can't be seen; libraries fall back on clone */
    only_local_sockets(SYS_socket);
    only_local_sockets(SYS_socketpair);
    keep_core_limit();
    no_terminal_injection();
    no_namespaces_by_clone();
    plain_personality_only();
    answer(SECCOMP_RET_ALLOW);
}

bool install_filter(void) {
    if (getrandom(&privileged_call_cookie, sizeof privileged_call_cookie, 0) !=
        (ssize_t)sizeof privileged_call_cookie) {
        return false;
    }
    write_program();
    if (length > MAX_INSTRUCTIONS) {
        errno = E2BIG;
        return false;
    }
    struct sock_fprog filter = {.len = (unsigned short)length, .filter = program};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter) == 0;
}
