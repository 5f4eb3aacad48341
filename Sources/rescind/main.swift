// SPDX-License-Identifier: MIT

import Commands
import Dispatch

let words = Array(CommandLine.arguments.dropFirst())
Rescind.answerAtOnce(words)
Task { await Rescind.main(words) }
// What an async main would do too, but before the first line above: it starts threads.
dispatchMain()
