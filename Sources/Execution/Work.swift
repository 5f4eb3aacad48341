// SPDX-License-Identifier: MIT

package import Audit
package import Model
package import Providers

/// One item on its way: what has happened to it, as far as the next decision needs it.
package struct Work: Sendable {
    package let no: Int64
    package let id: String
    /// The run it is of; nil for the run of its lane.
    package var run: Int64?
    package var labels: [LabelWork] = []
    /// The state as recorded, or about to be.
    package var state: ItemState
    /// Whether the record holds a state for it; false while it is only planned.
    package var isOnRecord: Bool
    /// Cancels that left, or may have left.
    package var attempts: Int
    /// Its newest attempt ended with its process, and nobody knows whether it left.
    ///
    /// A look that sees the item open proves that it had no effect, and then it is not counted.
    package var isCutOff = false
    /// The end of the newest request whose effect is unknown.
    package var doubtedAt: Timestamp?
    /// From then on (monotonic) a look that sees it open counts.
    package var settledFrom: Int64 = .min
    /// A first attempt's refusal that waits for its look.
    package var pendingRefusal: Judgement?
    /// Tries that brought nothing, for the growing pauses.
    package var tries = 0
    /// How often it was turned away as too fast while others got through.
    package var throttles = 0
    /// Its newest request was refused for the token it carried.
    package var wasUnauthorized = false
    /// Looks that were answered since its cancel, and the newest of them.
    package var looks = 0
    package var lookedAt: Timestamp?
    /// When its newest cancel was asked for; only confirming needs it.
    package var requestedAt: Timestamp?
    /// The shipment's status as the export showed it.
    package var status = ""

    package init(
        no: Int64, id: String, state: ItemState = .planned, isOnRecord: Bool = false,
        attempts: Int = 0, doubtedAt: Timestamp? = nil
    ) {
        self.no = no
        self.id = id
        self.state = state
        self.isOnRecord = isOnRecord
        self.attempts = attempts
        self.doubtedAt = doubtedAt
    }

    /// Once one attempt was in doubt, no later 4xx is final (design.md 6.2, 5).
    package var wasDoubted: Bool { doubtedAt != nil }

    /// More cancels than this an item never gets.
    package static let attemptsMax = 4
    /// Attempts cut off with their process are forgiven this often: an item whose answer kills
    /// every process must come to an end too.
    package static let cutOffsMax = 8

    /// The attempts that count once a look has seen the item open.
    ///
    /// The first always counts: without any, doubt would be taken for that of a label.
    var attemptsSeenOpen: Int { isCutOff ? max(1, attempts - 1) : attempts }

    /// A look has seen it open.
    mutating func forgiveCutOff() { (attempts, isCutOff) = (attemptsSeenOpen, false) }
}

extension CutOffs {
    /// Whether the newest attempt need not count, should a look see it without effect.
    var isForgivable: Bool { isNewest && count <= Work.cutOffsMax }
}

/// One label of an item on its way: the void obeys the rules of a cancel (design.md 6.2, 8).
package struct LabelWork: Sendable {
    package let planned: PlannedLabel
    /// Nil while no void of it was ever about to leave.
    package var state: VoidState?
    /// What the decisions read: id, attempts and doubt are the label's.
    package var work: Work
    /// The answer of a void that was recorded, but not judged before the process ended.
    package var unjudged: Outcome?

    package init(_ label: LabelOnRecord) {
        planned = label.planned
        state = label.state
        work = Work(
            no: 0, id: label.planned.id, state: label.state == .inDoubt ? .inDoubt : .planned,
            attempts: label.attempts, doubtedAt: label.doubtedAt)
        work.isCutOff = label.cutOffs.isForgivable
        unjudged = label.unjudged
    }

    /// Whether it stands in the way of the cancel.
    var isToBeVoided: Bool {
        state != .voided && !(state == nil && planned.status.lowercased() == "voided")
    }
}
