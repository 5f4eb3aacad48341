// SPDX-License-Identifier: MIT

package import Model

/// Names an exchange from its intent to its verdict within one process.
package struct Ticket: Sendable, Hashable {
    package let number: Int64
    package init(_ number: Int64) { self.number = number }
}

/// One item of one run, with what the claim on its shipment is made of.
package struct ItemKey: Sendable, Hashable {
    package let run: Int64
    package let no: Int64
    package let account: String
    package let shipmentID: String

    package init(run: Int64, no: Int64, account: String, shipmentID: String) {
        self.run = run
        self.no = no
        self.account = account
        self.shipmentID = shipmentID
    }
}

/// What an applying process puts on record, in the order it happened.
package enum Record: Sendable {
    /// A request that is about to leave; a cancel or void also claims its shipment (`sending`).
    case intent(Intent)
    /// How that request ended.
    case outcome(Ticket, Outcome, at: Timestamp, durationMicroseconds: Int64)
    /// What follows from it for an item.
    case verdict(Verdict)
    /// What follows from it for one label of an item.
    case label(LabelVerdict)
}

package struct Intent: Sendable {
    package var ticket: Ticket
    /// The account whose budget pays for it.
    package var account: String
    package var run: Int64?
    /// Nil for token requests and lists.
    package var item: ItemKey?
    package var purpose: Purpose
    package var attempt: Int
    package var request: Request
    package var at: Timestamp
    /// The label a void or the look at it is about.
    package var label: String?

    package init(
        ticket: Ticket, account: String, run: Int64?, item: ItemKey?, purpose: Purpose,
        attempt: Int, request: Request, at: Timestamp, label: String? = nil
    ) {
        self.ticket = ticket
        self.account = account
        self.run = run
        self.item = item
        self.purpose = purpose
        self.attempt = attempt
        self.request = request
        self.at = at
        self.label = label
    }
}

package struct Verdict: Sendable, Equatable {
    package var item: ItemKey
    package var ticket: Ticket?
    package var at: Timestamp
    package var state: ItemState
    package var reason: String
    package var code: String
    package var attempts: Int
    /// A look after the request saw it cancelled.
    package var isConfirmed: Bool

    package init(
        item: ItemKey, ticket: Ticket?, at: Timestamp, state: ItemState, reason: String,
        code: String, attempts: Int, isConfirmed: Bool = false
    ) {
        self.item = item
        self.ticket = ticket
        self.at = at
        self.state = state
        self.reason = reason
        self.code = code
        self.attempts = attempts
        self.isConfirmed = isConfirmed
    }
}

extension [Record] {
    /// The exchanges whose intents are among these records.
    package var intents: [Ticket] {
        compactMap { record in
            if case .intent(let intent) = record { intent.ticket } else { nil }
        }
    }
}
