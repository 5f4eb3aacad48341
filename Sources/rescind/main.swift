// SPDX-License-Identifier: MIT

import Commands

await Rescind.main(Array(CommandLine.arguments.dropFirst()))
