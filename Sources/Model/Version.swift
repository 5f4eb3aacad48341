// SPDX-License-Identifier: MIT

/// The version of this program, as `--version`, the record and the user agent say it.
package enum Version {
    package static let number = "0.1.0"
    package static let userAgent = "rescind/\(number)"
}
