// SPDX-License-Identifier: MIT
#pragma once
#include <curl/curl.h>

// Swift cannot call C's variadic functions: one wrapper for each type of argument.

static inline CURLcode rescind_easy_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode rescind_easy_set_off(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

// Strings too: for libcurl they are pointers, and a null one means "none".
static inline CURLcode rescind_easy_set_pointer(CURL *easy, CURLoption option, const void *value) {
    return curl_easy_setopt(easy, option, value);
}

// The body and the header callback have the same signature.
static inline CURLcode rescind_easy_set_writer(CURL *easy, CURLoption option,
                                               curl_write_callback function) {
    return curl_easy_setopt(easy, option, function);
}

static inline CURLcode rescind_easy_set_prereq(CURL *easy, curl_prereq_callback function) {
    return curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, function);
}

static inline CURLcode rescind_easy_set_opensocket(CURL *easy, curl_opensocket_callback function) {
    return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, function);
}

static inline CURLcode rescind_easy_set_closesocket(CURL *easy,
                                                    curl_closesocket_callback function) {
    return curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, function);
}

static inline long rescind_easy_long(CURL *easy, CURLINFO info) {
    long value = 0;
    return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}

static inline curl_off_t rescind_easy_off(CURL *easy, CURLINFO info) {
    curl_off_t value = 0;
    return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}

static inline const char *rescind_easy_string(CURL *easy, CURLINFO info) {
    char *value = NULL;
    return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : NULL;
}

static inline void *rescind_easy_private(CURL *easy) {
    char *value = NULL;
    return curl_easy_getinfo(easy, CURLINFO_PRIVATE, &value) == CURLE_OK ? value : NULL;
}

static inline CURLMcode rescind_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

// The result lies in a union, and only of a finished transfer.
static inline CURLcode rescind_message_result(const CURLMsg *message) {
    return message->data.result;
}
