// SPDX-License-Identifier: MIT
#include "shim.h"
#include <loading.h>

#define FUNCTIONS(EACH)                                                                  \
    EACH(EVP_DigestSign) EACH(EVP_DigestSignInit) EACH(EVP_DigestVerify)                 \
    EACH(EVP_DigestVerifyInit) EACH(EVP_MD_CTX_free) EACH(EVP_MD_CTX_new)                \
    EACH(EVP_PKEY_free) EACH(EVP_PKEY_get_raw_public_key)                                \
    EACH(EVP_PKEY_new_raw_private_key) EACH(EVP_PKEY_new_raw_public_key)                 \
    EACH(SHA256_Final) EACH(SHA256_Init) EACH(SHA256_Update)

LOADED_TABLE(FUNCTIONS)

const char *rescind_load_crypto(void) { return LOADED_LOAD("libcrypto.so.3"); }

LOADED(int, SHA256_Init, (SHA256_CTX *state), state)
LOADED(int, SHA256_Update, (SHA256_CTX *state, const void *bytes, size_t count), state, bytes, count)
LOADED(int, SHA256_Final, (unsigned char *digest, SHA256_CTX *state), digest, state)

LOADED(EVP_MD_CTX *, EVP_MD_CTX_new, (void))
LOADED(void, EVP_MD_CTX_free, (EVP_MD_CTX *context), context)
LOADED(int, EVP_DigestSignInit,
       (EVP_MD_CTX *context, EVP_PKEY_CTX **key_context, const EVP_MD *digest, ENGINE *engine,
        EVP_PKEY *key),
       context, key_context, digest, engine, key)
LOADED(int, EVP_DigestSign,
       (EVP_MD_CTX *context, unsigned char *signature, size_t *size, const unsigned char *message,
        size_t count),
       context, signature, size, message, count)
LOADED(int, EVP_DigestVerifyInit,
       (EVP_MD_CTX *context, EVP_PKEY_CTX **key_context, const EVP_MD *digest, ENGINE *engine,
        EVP_PKEY *key),
       context, key_context, digest, engine, key)
LOADED(int, EVP_DigestVerify,
       (EVP_MD_CTX *context, const unsigned char *signature, size_t size,
        const unsigned char *message, size_t count),
       context, signature, size, message, count)

LOADED(EVP_PKEY *, EVP_PKEY_new_raw_private_key,
       (int type, ENGINE *engine, const unsigned char *bytes, size_t count),
       type, engine, bytes, count)
LOADED(EVP_PKEY *, EVP_PKEY_new_raw_public_key,
       (int type, ENGINE *engine, const unsigned char *bytes, size_t count),
       type, engine, bytes, count)
LOADED(int, EVP_PKEY_get_raw_public_key,
       (const EVP_PKEY *key, unsigned char *bytes, size_t *count), key, bytes, count)
LOADED(void, EVP_PKEY_free, (EVP_PKEY *key), key)
