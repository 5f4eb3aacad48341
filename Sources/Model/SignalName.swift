// SPDX-License-Identifier: MIT

/// The name of a signal that asks a process to end: `SIGINT`.
///
/// The numbers are those of POSIX, and the same on every Linux.
package func signalName(_ number: Int32) -> String {
    switch number {
    case 1: "SIGHUP"
    case 2: "SIGINT"
    case 15: "SIGTERM"
    default: "signal \(number)"
    }
}
