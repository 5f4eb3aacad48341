// SPDX-License-Identifier: MIT
#pragma once
#include <microhttpd.h>
#include <netinet/in.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>

/// Loads libmicrohttpd: NULL, or what is missing. To be called once, before anything else here.
const char *rescind_load_microhttpd(void);

// Swift cannot call variadic C functions: each use of one has a wrapper here.

/// A daemon without threads of its own: the caller polls its epoll descriptor and calls MHD_run.
struct MHD_Daemon *mhd_start(
    unsigned int flags, const struct sockaddr_in *address, unsigned int connections,
    unsigned int idle_seconds, MHD_AccessHandlerCallback handler,
    void *(*began)(void *, const char *, struct MHD_Connection *),
    MHD_RequestCompletedCallback completed, void *context);

/// The port the daemon listens on; 0 when it cannot say.
uint16_t mhd_port(struct MHD_Daemon *daemon);

int mhd_epoll_descriptor(struct MHD_Daemon *daemon);
int mhd_socket(struct MHD_Connection *connection);

/// Names the calling thread, as /proc and debuggers show it; at most 15 bytes count.
static inline void mhd_name_thread(const char *name)
{
    prctl(PR_SET_NAME, name, 0, 0, 0);
}
