// SPDX-License-Identifier: MIT
#pragma once
#include <xlsxwriter.h>
