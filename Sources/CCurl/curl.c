// SPDX-License-Identifier: MIT
#include "shim.h"
#include <loading.h>

#define FUNCTIONS(EACH)                                                                  \
    EACH(curl_easy_cleanup) EACH(curl_easy_getinfo) EACH(curl_easy_init)                 \
    EACH(curl_easy_setopt) EACH(curl_easy_strerror) EACH(curl_free)                      \
    EACH(curl_global_init) EACH(curl_multi_add_handle) EACH(curl_multi_cleanup)          \
    EACH(curl_multi_info_read) EACH(curl_multi_init) EACH(curl_multi_perform)            \
    EACH(curl_multi_poll) EACH(curl_multi_remove_handle) EACH(curl_multi_setopt)         \
    EACH(curl_multi_strerror) EACH(curl_multi_wakeup) EACH(curl_url)                     \
    EACH(curl_url_cleanup) EACH(curl_url_get) EACH(curl_url_set) EACH(curl_url_strerror)

LOADED_TABLE(FUNCTIONS)

const char *rescind_load_curl(void) { return LOADED_LOAD("libcurl.so.4"); }

LOADED(CURLcode, curl_global_init, (long flags), flags)
LOADED(void, curl_free, (void *memory), memory)

LOADED(CURL *, curl_easy_init, (void))
LOADED(void, curl_easy_cleanup, (CURL *easy), easy)
LOADED(const char *, curl_easy_strerror, (CURLcode code), code)

LOADED(CURLM *, curl_multi_init, (void))
LOADED(CURLMcode, curl_multi_cleanup, (CURLM *multi), multi)
LOADED(CURLMcode, curl_multi_add_handle, (CURLM *multi, CURL *easy), multi, easy)
LOADED(CURLMcode, curl_multi_remove_handle, (CURLM *multi, CURL *easy), multi, easy)
LOADED(CURLMcode, curl_multi_perform, (CURLM *multi, int *running), multi, running)
LOADED(CURLMsg *, curl_multi_info_read, (CURLM *multi, int *left), multi, left)
LOADED(CURLMcode, curl_multi_wakeup, (CURLM *multi), multi)
LOADED(const char *, curl_multi_strerror, (CURLMcode code), code)
LOADED(CURLMcode, curl_multi_poll,
       (CURLM *multi, struct curl_waitfd extra[], unsigned int count, int milliseconds, int *ready),
       multi, extra, count, milliseconds, ready)

LOADED(CURLU *, curl_url, (void))
LOADED(void, curl_url_cleanup, (CURLU *url), url)
LOADED(CURLUcode, curl_url_set, (CURLU *url, CURLUPart part, const char *text, unsigned int flags),
       url, part, text, flags)
LOADED(const char *, curl_url_strerror, (CURLUcode code), code)

// The parentheses keep libcurl's macros of the same names away: they know only constant options.

CURLcode rescind_easy_set_long(CURL *easy, CURLoption option, long value) {
    return (library.curl_easy_setopt)(easy, option, value);
}

CURLcode rescind_easy_set_off(CURL *easy, CURLoption option, curl_off_t value) {
    return (library.curl_easy_setopt)(easy, option, value);
}

CURLcode rescind_easy_set_pointer(CURL *easy, CURLoption option, const void *value) {
    return (library.curl_easy_setopt)(easy, option, value);
}

CURLcode rescind_easy_set_writer(CURL *easy, CURLoption option, curl_write_callback function) {
    return (library.curl_easy_setopt)(easy, option, function);
}

CURLcode rescind_easy_set_prereq(CURL *easy, curl_prereq_callback function) {
    return (library.curl_easy_setopt)(easy, CURLOPT_PREREQFUNCTION, function);
}

CURLcode rescind_easy_set_opensocket(CURL *easy, curl_opensocket_callback function) {
    return (library.curl_easy_setopt)(easy, CURLOPT_OPENSOCKETFUNCTION, function);
}

CURLcode rescind_easy_set_closesocket(CURL *easy, curl_closesocket_callback function) {
    return (library.curl_easy_setopt)(easy, CURLOPT_CLOSESOCKETFUNCTION, function);
}

long rescind_easy_long(CURL *easy, CURLINFO info) {
    long value = 0;
    return (library.curl_easy_getinfo)(easy, info, &value) == CURLE_OK ? value : 0;
}

curl_off_t rescind_easy_off(CURL *easy, CURLINFO info) {
    curl_off_t value = 0;
    return (library.curl_easy_getinfo)(easy, info, &value) == CURLE_OK ? value : 0;
}

const char *rescind_easy_string(CURL *easy, CURLINFO info) {
    char *value = NULL;
    return (library.curl_easy_getinfo)(easy, info, &value) == CURLE_OK ? value : NULL;
}

void *rescind_easy_private(CURL *easy) {
    char *value = NULL;
    return (library.curl_easy_getinfo)(easy, CURLINFO_PRIVATE, &value) == CURLE_OK ? value : NULL;
}

char *rescind_url_part(CURLU *url, CURLUPart part) {
    char *text = NULL;
    return library.curl_url_get(url, part, &text, 0) == CURLUE_OK ? text : NULL;
}

CURLMcode rescind_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return (library.curl_multi_setopt)(multi, option, value);
}
