// SPDX-License-Identifier: MIT

package import Model

/// One line of the books; it is written once and never changed.
package struct Posting: Sendable, Equatable {
    package enum Kind: String, CaseIterable, Sendable, Hashable {
        /// Voided and approved: money is expected.
        case voided
        /// The part of what was voided that nobody ever charged.
        case neverCharged = "never_charged"
        case credited
        case writtenOff = "written_off"
        /// The ground is gone: a later look saw it open, or a person found it not cancelled.
        case withdrawn
        /// A credit that belongs to nothing we expect.
        case unexpected
        /// An unexpected credit whose claim came later.
        case explained
    }

    package var kind: Kind
    package var month: CalendarMonth
    /// When it happened; earlier than the month where that month was closed already.
    package var day: CivilDate
    package var account: String
    package var currency: String
    package var amount: Amount
    package var claim: ClaimID?
    package var shipmentID = ""
    package var labelID = ""
    package var trackingNumber = ""
    package var reference = ""
    package var invoice = ""
    package var carrier = ""
    /// Who wrote it off or withdrew it.
    package var by = ""
    package var reason = ""
    /// The key by which a credit found its claim.
    package var key: MatchKey?

    /// What it does to the expected sum: 1, -1 or 0.
    package var sign: Int128 {
        switch kind {
        case .voided: 1
        case .neverCharged, .credited, .writtenOff, .withdrawn: -1
        case .unexpected, .explained: 0
        }
    }
}
