// SPDX-License-Identifier: MIT
#pragma once
#include <stddef.h>

// How a library is loaded when it is first needed, and not when the process starts.
//
// A target lists the functions it needs once, `#define FUNCTIONS(EACH) EACH(one) EACH(other)`, and
// defines each under its own name: what differs from the library's header does not compile.

#define LOADED_POINTER(name) __typeof__(name) *name;
#define LOADED_NAME(name) #name,

/// The functions of a library; all NULL until it is loaded.
#define LOADED_TABLE(FUNCTIONS)                                                          \
    static struct { FUNCTIONS(LOADED_POINTER) } library;                                 \
    static const char *const names[] = { FUNCTIONS(LOADED_NAME) };

/// Finds all of them; NULL, or what the loader missed. To be called once, before any of them.
#define LOADED_LOAD(soname)                                                              \
    rescind_load(soname, names, (void **)&library, sizeof names / sizeof *names)

/// One function under its own name. Hidden: what the library calls itself stays its own.
#define LOADED(result, name, parameters, ...)                                            \
    __attribute__((visibility("hidden"))) result name parameters {                       \
        return (library.name)(__VA_ARGS__);                                              \
    }

const char *rescind_load(
    const char *soname, const char *const *names, void **functions, size_t count);
