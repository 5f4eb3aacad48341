// SPDX-License-Identifier: MIT

package import Model

/// One item of a run as it stood at a position of the log.
package struct ReportItem: Sendable {
    package var no: Int64
    package var source: Int
    package var line: Int64
    package var account: String
    package var provider: String
    package var shipmentID: String
    package var reference: String
    package var trackingNumber: String
    /// What the plan decided.
    package var decided: ItemState
    package var cost: String?
    package var amount: Amount?
    package var currency: String
    /// The row as it stood in the export.
    package var raw: [UInt8]
    package var end: ItemEnd
    package var resolution: Resolution?
    package var exchanges = ItemExchanges()
    /// A label was voided: money moved whatever became of the shipment.
    package var isVoided = false

    package var state: ItemState { end.state }

    /// A person said what became of it, and no look has shown it cancelled.
    package var isClosed: Bool {
        resolution != nil && !(state == .cancelled && end.confirmedAt != nil)
    }

    /// Its reason without its own names, so that one cause of many items is one cause.
    var commonReason: String { end.reason.naming(nothingOf: self) }
}

extension String {
    /// A name shorter than this may be part of any word.
    private static let nameBytesMin = 4

    /// The text with the names of an item taken out.
    func naming(nothingOf item: ReportItem) -> String {
        naming(noneOf: [item.shipmentID, item.reference, item.trackingNumber])
    }

    func naming(noneOf names: [String]) -> String {
        names.filter { $0.utf8.count >= Self.nameBytesMin }.reduce(self) { text, name in
            text.contains(name) ? text.replacing(name, with: "…") : text
        }
    }
}

/// Where an item stands, and since when.
package struct ItemEnd: Sendable, Equatable {
    package var state: ItemState
    package var reason: String
    package var code = ""
    package var attempts: Int64 = 0
    package var requestedAt: Timestamp?
    package var settledAt: Timestamp?
    package var confirmedAt: Timestamp?
}

/// What a person found out, beside the provider's word.
package struct Resolution: Sendable, Equatable {
    package var finding: String
    package var by: String
    package var at: Timestamp
    package var reason = ""
}

/// The exchanges of one item, as far as a report counts them.
package struct ItemExchanges: Sendable, Equatable {
    /// Those that may have left; the others are known never to have.
    package var count = 0
    package var neverLeft = 0
    /// When the newest cancel or void left.
    package var requestedAt: Timestamp?
    /// When the newest look came to its end.
    package var lookedAt: Timestamp?
    /// The exchange that decided: its last cancel, else its last of any purpose.
    package var decisive: Int64?
    package var status: Int64?
    package var error: String?
    fileprivate var isCancel = false

    mutating func add(_ exchange: ItemExchange) {
        guard exchange.mayHaveLeft else { return neverLeft += 1 }
        count += 1
        if exchange.changes { requestedAt = exchange.sentAt }
        if exchange.purpose == Purpose.look.rawValue { lookedAt = exchange.endedAt }
        let cancels = exchange.purpose == Purpose.cancel.rawValue
        guard cancels || !isCancel else { return }
        isCancel = isCancel || cancels
        (decisive, status, error) = (exchange.id, exchange.status, exchange.error)
    }
}

/// One exchange without its texts.
struct ItemExchange {
    var no: Int64
    var id: Int64
    var purpose: String
    /// When it left.
    var sentAt: Timestamp
    var status: Int64?
    var error: String?
    var durationMicroseconds: Int64?
    var mayHaveLeft = true

    var changes: Bool {
        purpose == Purpose.cancel.rawValue || purpose == Purpose.void.rawValue
    }

    var endedAt: Timestamp { sentAt.adding(milliseconds: (durationMicroseconds ?? 0) / 1000) }
}
