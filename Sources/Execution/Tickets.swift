// SPDX-License-Identifier: MIT

package import Audit

/// Hands out the names of exchanges, one after another.
package struct Tickets: Sendable {
    private var last: Int64 = 0

    package init() {}

    package mutating func next() -> Ticket {
        last += 1
        return Ticket(last)
    }
}
