// SPDX-License-Identifier: MIT

import CommandLine

typealias FactSheet = Facts
