// SPDX-License-Identifier: MIT

package import Model

/// Something on record that the books follow from, in the order of the log.
package enum LedgerEvent: Sendable {
    case claimed(Claim)
    /// The item, which is itself what was paid for, is not cancelled after all.
    case withdrawn(run: Int64, no: Int64, day: CivilDate, by: String, reason: String)
    case writtenOff(run: Int64, no: Int64, day: CivilDate, by: String, reason: String)
    case credited(Credit)
    /// The books of an account, or of all of them, are closed up to this month.
    case closed(account: String?, CalendarMonth)
}
