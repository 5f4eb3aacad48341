// SPDX-License-Identifier: MIT
#pragma once
// SHA256_CTX is a plain value, which the replacing EVP_MD_CTX is not; OpenSSL calls it deprecated.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/evp.h>
#include <openssl/sha.h>
