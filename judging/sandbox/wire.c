/* Packets: sending, receiving, descriptors. */
#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static char buffer[MAX_PACKET_BYTES];

static size_t take_fds(struct msghdr *message, int *fds) {
    size_t count = 0;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c != NULL; c = CMSG_NXTHDR(message, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS) {
            continue;
        }
        size_t here = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < here && count < MAX_PACKET_FDS; i++) {
            memcpy(&fds[count++], CMSG_DATA(c) + i * sizeof(int), sizeof(int));
        }
    }
    return count;
}

int packet_receive(int socket, struct packet *packet, size_t head_words) {
    union {
        char bytes[CMSG_SPACE(sizeof(int) * MAX_PACKET_FDS)];
        struct cmsghdr align;
    } control;
    struct iovec part = {.iov_base = buffer, .iov_len = sizeof buffer - 1};
    struct msghdr message = {
        .msg_iov = &part,
        .msg_iovlen = 1,
        .msg_control = control.bytes,
        .msg_controllen = sizeof control.bytes,
    };
    packet->string_count = 0;
    packet->fd_count = 0;
    ssize_t got;
    do {
        got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    } while (got < 0 && errno == EINTR);
    if (got <= 0) {
        return got < 0 && errno != ECONNRESET ? -1 : 0;
    }
    packet->fd_count = take_fds(&message, packet->fds);
    size_t head_bytes = head_words * sizeof(uint64_t);
    if ((message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0 || (size_t)got < head_bytes) {
        errno = EMSGSIZE;
        return -1;
    }
    memset(packet->head, 0, sizeof packet->head);
    memcpy(packet->head, buffer, head_bytes);
    buffer[got] = '\0';
    char *end = buffer + got;
    for (char *at = buffer + head_bytes; at < end; at += strlen(at) + 1) {
        if (packet->string_count == MAX_STRINGS) {
            errno = E2BIG;
            return -1;
        }
        packet->strings[packet->string_count++] = at;
    }
    return 1;
}

int packet_send(int socket, const uint64_t *head, size_t head_words, const char *text, int fd) {
    union {
        char bytes[CMSG_SPACE(sizeof(int))];
        struct cmsghdr align;
    } control;
    struct iovec parts[2] = {
        {.iov_base = (void *)(uintptr_t)head, .iov_len = head_words * sizeof(uint64_t)},
        {.iov_base = (void *)(uintptr_t)text, .iov_len = text != NULL ? strlen(text) : 0},
    };
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    if (fd >= 0) {
        memset(&control, 0, sizeof control);
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof control.bytes;
        struct cmsghdr *c = CMSG_FIRSTHDR(&message);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(c), &fd, sizeof(int));
    }
    ssize_t sent;
    do {
        sent = sendmsg(socket, &message, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent < 0 ? -1 : 0;
}

void packet_close_fds(struct packet *packet) {
    for (size_t i = 0; i < packet->fd_count; i++) {
        if (packet->fds[i] >= 0) {
            close(packet->fds[i]);
        }
    }
    packet->fd_count = 0;
}

void send_error(int socket, const char *what, const char *which) {
    int saved = errno;
    char text[512];
    snprintf(text, sizeof text, "%s%s%s: %s", what, which[0] != '\0' ? " " : "", which,
             strerror(saved));
    uint64_t head[2] = {MSG_ERROR, (uint64_t)saved};
    packet_send(socket, head, 2, text, -1);
    errno = saved;
}
