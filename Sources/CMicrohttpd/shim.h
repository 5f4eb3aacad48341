// SPDX-License-Identifier: MIT
#pragma once
#include <microhttpd.h>
#include <netinet/in.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>

// Swift cannot call variadic C functions: each use of one has a wrapper here.

/// A daemon without threads of its own: the caller polls its epoll descriptor and calls MHD_run.
static inline struct MHD_Daemon *mhd_start(
    unsigned int flags, const struct sockaddr_in *address, unsigned int connections,
    unsigned int idle_seconds, MHD_AccessHandlerCallback handler,
    void *(*began)(void *, const char *, struct MHD_Connection *),
    MHD_RequestCompletedCallback completed, void *context)
{
    return MHD_start_daemon(
        flags, 0, NULL, NULL, handler, context,
        MHD_OPTION_SOCK_ADDR, (const struct sockaddr *)address,
        MHD_OPTION_CONNECTION_LIMIT, connections,
        MHD_OPTION_CONNECTION_TIMEOUT, idle_seconds,
        MHD_OPTION_URI_LOG_CALLBACK, began, context,
        MHD_OPTION_NOTIFY_COMPLETED, completed, context,
        MHD_OPTION_END);
}

/// The port the daemon listens on; 0 when it cannot say.
static inline uint16_t mhd_port(struct MHD_Daemon *daemon)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info ? info->port : 0;
}

static inline int mhd_epoll_descriptor(struct MHD_Daemon *daemon)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD);
    return info ? info->epoll_fd : -1;
}

static inline int mhd_socket(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

/// Names the calling thread, as /proc and debuggers show it; at most 15 bytes count.
static inline void mhd_name_thread(const char *name)
{
    prctl(PR_SET_NAME, name, 0, 0, 0);
}
