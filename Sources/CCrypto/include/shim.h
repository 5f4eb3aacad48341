// SPDX-License-Identifier: MIT
#pragma once
// SHA256_CTX is a plain value, which the replacing EVP_MD_CTX is not; OpenSSL calls it deprecated.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/evp.h>
#include <openssl/sha.h>

/// Loads libcrypto: NULL, or what is missing. To be called once, before anything else here.
const char *rescind_load_crypto(void);
