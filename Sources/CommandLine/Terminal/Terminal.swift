// SPDX-License-Identifier: MIT

import Glibc

/// What is known of a file descriptor as a screen.
package struct Terminal: Sendable {
    let descriptor: Int32

    package init(_ descriptor: Int32) { self.descriptor = descriptor }

    package var isTerminal: Bool { isatty(descriptor) == 1 }

    /// Its size now, for people change it while we draw; nil where there is none.
    package var size: (columns: Int, rows: Int)? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return (Int(size.ws_col), Int(size.ws_row))
    }
}
