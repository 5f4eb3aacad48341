// SPDX-License-Identifier: MIT

import Glibc
import Model

/// The time zones this machine knows.
package enum TimeZones {
    /// Where a zone's file lies, for names such as `Europe/Berlin`; nil for other names.
    ///
    /// A name the C library does not know silently becomes UTC, hence the check.
    package static func path(of name: String) -> String? {
        guard let first = name.utf8.first, first.isLetter, !name.contains(".."),
            name.utf8.count <= 64,
            name.utf8.allSatisfy({ $0.isLetter || $0.isDigit || "/_+-".utf8.contains($0) })
        else { return nil }
        return "/usr/share/zoneinfo/" + name
    }

    /// Whether a job may name it; UTC needs no file.
    @Sendable package static func exists(_ name: String) -> Bool {
        if name == "UTC" { return true }
        guard let path = path(of: name) else { return false }
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
    }
}
