// SPDX-License-Identifier: MIT
#include "loading.h"
#include <dlfcn.h>

const char *rescind_load(
    const char *soname, const char *const *names, void **functions, size_t count) {
    // Local: no name of it can take the place of another library's. Never closed: threads may run in it.
    void *library = dlopen(soname, RTLD_NOW | RTLD_LOCAL);
    if (!library) return dlerror();
    for (size_t place = 0; place < count; place++) {
        functions[place] = dlsym(library, names[place]);
        if (!functions[place]) return dlerror();
    }
    return NULL;
}
