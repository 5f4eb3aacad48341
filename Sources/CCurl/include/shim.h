// SPDX-License-Identifier: MIT
#pragma once
#include <curl/curl.h>

/// Loads libcurl: NULL, or what is missing. To be called once, before anything else here.
const char *rescind_load_curl(void);

// Swift cannot call C's variadic functions: one wrapper for each type of argument.

CURLcode rescind_easy_set_long(CURL *easy, CURLoption option, long value);
CURLcode rescind_easy_set_off(CURL *easy, CURLoption option, curl_off_t value);
// Strings too: for libcurl they are pointers, and a null one means "none".
CURLcode rescind_easy_set_pointer(CURL *easy, CURLoption option, const void *value);
// The body and the header callback have the same signature.
CURLcode rescind_easy_set_writer(CURL *easy, CURLoption option, curl_write_callback function);
CURLcode rescind_easy_set_prereq(CURL *easy, curl_prereq_callback function);
CURLcode rescind_easy_set_opensocket(CURL *easy, curl_opensocket_callback function);
CURLcode rescind_easy_set_closesocket(CURL *easy, curl_closesocket_callback function);

// What libcurl does not know is 0, or NULL.
long rescind_easy_long(CURL *easy, CURLINFO info);
curl_off_t rescind_easy_off(CURL *easy, CURLINFO info);
const char *rescind_easy_string(CURL *easy, CURLINFO info);
void *rescind_easy_private(CURL *easy);

CURLMcode rescind_multi_set_long(CURLM *multi, CURLMoption option, long value);

/// A part of a URL, to be freed; its first argument is const in some versions and not in others.
char *rescind_url_part(CURLU *url, CURLUPart part);

// The result lies in a union, and only of a finished transfer.
static inline CURLcode rescind_message_result(const CURLMsg *message) {
    return message->data.result;
}
