// SPDX-License-Identifier: MIT
#pragma once
#include <xlsxwriter.h>

/// Loads libxlsxwriter: NULL, or what is missing. To be called once, before anything else here.
const char *rescind_load_xlsxwriter(void);
