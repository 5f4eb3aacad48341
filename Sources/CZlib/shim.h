// SPDX-License-Identifier: MIT
#pragma once
#include <zlib.h>


/// Prepares for gzip members (window bits 15, plus 16 for the gzip header); the macro hides two arguments.
static inline int rescind_gunzip_init(z_stream *stream) {
    return inflateInit2(stream, 15 + 16);
}
