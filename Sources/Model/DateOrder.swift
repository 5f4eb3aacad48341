// SPDX-License-Identifier: MIT

/// Which of the numbers in `03/04/2026` is the day; only the person who has the export knows.
package enum DateOrder: String, Sendable, CaseIterable {
    case dayFirst = "dmy"
    case monthFirst = "mdy"
}
