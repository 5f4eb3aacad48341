// SPDX-License-Identifier: MIT

package import Exports
package import Model

/// One shipment on our side.
package struct OurShipment: Sendable {
    package var state: ItemState
    /// What a person found out, where one did: `cancelled`, `not-cancelled`, `written-off`.
    package var finding: String?
    package var requestedAt: Timestamp?
    package var cost: MoneyText
    package var currency: String
    /// How long the provider may take, in milliseconds.
    package var settlesWithin: Int64

    package init(
        state: ItemState, finding: String? = nil, requestedAt: Timestamp? = nil,
        cost: MoneyText = .none, currency: String = "", settlesWithin: Int64 = 0
    ) {
        self.state = state
        self.finding = finding
        self.requestedAt = requestedAt
        self.cost = cost
        self.currency = currency
        self.settlesWithin = settlesWithin
    }
}

/// The same shipment in the later export.
package struct TheirShipment: Sendable {
    package var standing: Standing
    package var status: String
    /// Nil where several rows of it say different things.
    package var cost: MoneyText?
    package var currency: String
    /// Whether all of its rows say the same state.
    package var rowsAgree: Bool

    package init(
        standing: Standing, status: String, cost: MoneyText? = MoneyText.none,
        currency: String = "", rowsAgree: Bool = true
    ) {
        self.standing = standing
        self.status = status
        self.cost = cost
        self.currency = currency
        self.rowsAgree = rowsAgree
    }
}

/// What holds for the later export as a whole.
package struct LaterExportFacts: Sendable {
    package var madeAt: Timestamp
    /// A list of pending shipments lists no cancelled one: there, absence is agreement.
    package var listsCancelled: Bool

    package init(madeAt: Timestamp, listsCancelled: Bool) {
        self.madeAt = madeAt
        self.listsCancelled = listsCancelled
    }
}

/// The class of a shipment and why.
package struct ComparisonResult: Sendable, Equatable {
    package var shipmentClass: ShipmentClass
    package var reason: String

    package init(_ shipmentClass: ShipmentClass, _ reason: String = "") {
        self.shipmentClass = shipmentClass
        self.reason = reason
    }
}

/// Holds our word on a shipment against a later export; values in, a class out.
package enum Comparison {
    /// What the record claims, whatever state it is called.
    private enum Word {
        case cancelled, coming, unknown, notCancelled, neverAsked
        /// Another run has the shipment, and its comparison covers it.
        case elsewhere
    }

    package static func compare(
        _ ours: OurShipment, _ theirs: TheirShipment?, _ export: LaterExportFacts
    ) -> ComparisonResult {
        let word = word(ours)
        if word == .elsewhere { return ComparisonResult(.matched, "another run has it") }
        let result = byState(word, ours, theirs, export)
        if result.shipmentClass == .matched {
            return theirs.flatMap { byMoney(ours, $0) } ?? result
        }
        let settles = maySettle(word, result, theirs) && isWithinTime(ours, export)
        return settles ? ComparisonResult(.open, result.reason) : result
    }

    /// What was asked for may still come; what was never asked, or cannot be read, will not mend.
    private static func maySettle(
        _ word: Word, _ result: ComparisonResult, _ theirs: TheirShipment?
    ) -> Bool {
        guard word != .neverAsked else { return false }
        guard result.shipmentClass == .unreadable, let theirs else { return true }
        return theirs.rowsAgree && !theirs.status.isEmpty
    }

    /// A shipment the run does not have, cancelled there; no run of ours asked for it.
    package static let neverAsked = ComparisonResult(
        .missingInAudit, "cancelled there, never asked by us")

    private static func word(_ ours: OurShipment) -> Word {
        switch ours.finding {
        case "cancelled": return .cancelled
        case "not-cancelled": return .notCancelled
        default: break
        }
        switch ours.state {
        case .cancelled, .alreadyCancelled: return .cancelled
        case .accepted: return .coming
        case .sending, .inDoubt: return .unknown
        case .refused, .notFound, .failed: return .notCancelled
        case .planned, .held, .dropped: return .neverAsked
        case .settled, .superseded, .duplicate, .unreadable: return .elsewhere
        }
    }

    private static func byState(
        _ word: Word, _ ours: OurShipment, _ theirs: TheirShipment?, _ export: LaterExportFacts
    ) -> ComparisonResult {
        guard let theirs else { return absent(word, ours, export) }
        guard theirs.rowsAgree else {
            return ComparisonResult(.unreadable, "its rows disagree on the state")
        }
        guard theirs.standing != .unclear else {
            return ComparisonResult(
                .unreadable,
                theirs.status.isEmpty
                    ? "no status there"
                    : "\"\(theirs.status)\" does not say whether it is cancelled")
        }
        switch word {
        case .cancelled, .coming: return weSayCancelled(theirs)
        case .unknown:
            return ComparisonResult(.mismatched, "in doubt here, \(theirs.standing.rawValue) there")
        case .notCancelled where theirs.standing != .active:
            return ComparisonResult(
                .mismatched, "\(said(ours)) here, \(theirs.standing.rawValue) there")
        case .neverAsked where theirs.standing != .active: return neverAsked
        case .notCancelled, .neverAsked, .elsewhere: return ComparisonResult(.matched)
        }
    }

    private static func weSayCancelled(_ theirs: TheirShipment) -> ComparisonResult {
        switch theirs.standing {
        case .cancelled: ComparisonResult(.matched)
        case .cancelling: ComparisonResult(.mismatched, "still being cancelled there")
        case .active, .unclear:
            ComparisonResult(.missingAtProvider, "still \"\(theirs.status)\" there")
        }
    }

    private static func absent(
        _ word: Word, _ ours: OurShipment, _ export: LaterExportFacts
    ) -> ComparisonResult {
        switch word {
        case .unknown: ComparisonResult(.mismatched, "in doubt here, not in the export")
        case .cancelled, .coming:
            export.listsCancelled
                ? ComparisonResult(
                    .mismatched, "not in the export, which lists cancelled shipments")
                : ComparisonResult(.matched)
        case .notCancelled, .neverAsked, .elsewhere: ComparisonResult(.matched)
        }
    }

    private static func said(_ ours: OurShipment) -> String {
        ours.finding ?? ours.state.rawValue.replacing("_", with: " ")
    }

    private static func isWithinTime(_ ours: OurShipment, _ export: LaterExportFacts) -> Bool {
        guard let requestedAt = ours.requestedAt else { return false }
        return export.madeAt < requestedAt.adding(milliseconds: ours.settlesWithin)
    }
}

// MARK: Money
extension Comparison {
    /// Only where both sides state it: an export without a cost contradicts nothing.
    private static func byMoney(
        _ ours: OurShipment, _ theirs: TheirShipment
    ) -> ComparisonResult? {
        guard case .amount(let mine, let mineStated) = ours.cost,
            case .amount(let other, let otherStated)? = theirs.cost
        else { return nil }
        let mineCurrency = ours.currency.isEmpty ? mineStated ?? "" : ours.currency
        let otherCurrency = theirs.currency.isEmpty ? otherStated ?? "" : theirs.currency
        if !mineCurrency.isEmpty, !otherCurrency.isEmpty, mineCurrency != otherCurrency {
            return ComparisonResult(
                .mismatched, "the currency differs: \(mineCurrency) here, \(otherCurrency) there")
        }
        guard mine != other else { return nil }
        return ComparisonResult(
            .mismatched, "the amount differs: \(mine.text()) here, \(other.text()) there")
    }
}
