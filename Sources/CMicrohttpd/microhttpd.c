// SPDX-License-Identifier: MIT
#include "shim.h"
#include <loading.h>

#define FUNCTIONS(EACH)                                                             \
    EACH(MHD_add_response_header) EACH(MHD_create_response_from_buffer)             \
    EACH(MHD_destroy_response) EACH(MHD_get_connection_info)                        \
    EACH(MHD_get_connection_values) EACH(MHD_get_daemon_info)                       \
    EACH(MHD_get_reason_phrase_for) EACH(MHD_get_timeout) EACH(MHD_queue_response)  \
    EACH(MHD_resume_connection) EACH(MHD_run) EACH(MHD_start_daemon)                \
    EACH(MHD_stop_daemon) EACH(MHD_suspend_connection)

LOADED_TABLE(FUNCTIONS)

const char *rescind_load_microhttpd(void) { return LOADED_LOAD("libmicrohttpd.so.12"); }

LOADED(void, MHD_stop_daemon, (struct MHD_Daemon *daemon), daemon)
LOADED(enum MHD_Result, MHD_run, (struct MHD_Daemon *daemon), daemon)
LOADED(enum MHD_Result, MHD_get_timeout,
       (struct MHD_Daemon *daemon, MHD_UNSIGNED_LONG_LONG *milliseconds), daemon, milliseconds)

LOADED(void, MHD_suspend_connection, (struct MHD_Connection *connection), connection)
LOADED(void, MHD_resume_connection, (struct MHD_Connection *connection), connection)
LOADED(int, MHD_get_connection_values,
       (struct MHD_Connection *connection, enum MHD_ValueKind kind, MHD_KeyValueIterator each,
        void *context),
       connection, kind, each, context)

LOADED(const char *, MHD_get_reason_phrase_for, (unsigned int status), status)
LOADED(struct MHD_Response *, MHD_create_response_from_buffer,
       (size_t size, void *bytes, enum MHD_ResponseMemoryMode mode), size, bytes, mode)
LOADED(enum MHD_Result, MHD_add_response_header,
       (struct MHD_Response *response, const char *name, const char *value), response, name, value)
LOADED(enum MHD_Result, MHD_queue_response,
       (struct MHD_Connection *connection, unsigned int status, struct MHD_Response *response),
       connection, status, response)
LOADED(void, MHD_destroy_response, (struct MHD_Response *response), response)

struct MHD_Daemon *mhd_start(
    unsigned int flags, const struct sockaddr_in *address, unsigned int connections,
    unsigned int idle_seconds, MHD_AccessHandlerCallback handler,
    void *(*began)(void *, const char *, struct MHD_Connection *),
    MHD_RequestCompletedCallback completed, void *context)
{
    return library.MHD_start_daemon(
        flags, 0, NULL, NULL, handler, context,
        MHD_OPTION_SOCK_ADDR, (const struct sockaddr *)address,
        MHD_OPTION_CONNECTION_LIMIT, connections,
        MHD_OPTION_CONNECTION_TIMEOUT, idle_seconds,
        MHD_OPTION_URI_LOG_CALLBACK, began, context,
        MHD_OPTION_NOTIFY_COMPLETED, completed, context,
        MHD_OPTION_END);
}

uint16_t mhd_port(struct MHD_Daemon *daemon)
{
    const union MHD_DaemonInfo *info =
        library.MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info ? info->port : 0;
}

int mhd_epoll_descriptor(struct MHD_Daemon *daemon)
{
    const union MHD_DaemonInfo *info =
        library.MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD);
    return info ? info->epoll_fd : -1;
}

int mhd_socket(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        library.MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}
