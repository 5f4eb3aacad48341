// SPDX-License-Identifier: MIT

package import Model
package import Proof
package import SQLite

/// Puts what an applying process does on record; belongs to the writer's thread.
package final class Recorder {
    /// Where the request of each exchange under way stands in the log.
    private var requests: [Ticket: Position] = [:]
    /// The requests of this batch's answers, for the verdicts that follow from them.
    private var judged: [Ticket: Position] = [:]
    /// What the log held after the last batch.
    package private(set) var head = MerkleFrontier()
    /// False where its batch may have been undone.
    private var isHeadStored = true
    /// Takes known secrets out of what a server answered.
    private let redact: @Sendable (Answer) -> Answer
    private var requestLines = RepeatedLines()
    private var answerLines = RepeatedLines()
    /// Whether what it writes becomes leaves of the log; see `Log`.
    var isHashing = true

    private struct Position {
        let seq: Int64
        let isLook: Bool
    }

    package init(redact: @escaping @Sendable (Answer) -> Answer = { $0 }) { self.redact = redact }

    /// What came of a batch besides its being on record.
    package struct Appended: Sendable {
        /// Cancels that were not written, for the run named has the shipment: their requests must
        /// not leave.
        package var superseded: [Ticket: Int64] = [:]
        /// What other processes put on record since the last batch.
        package var others: [OtherRequest] = []

        package init() {}
    }

    /// Writes the records of one batch inside the caller's transaction.
    @discardableResult
    package func append(_ records: [Record], to connection: Connection) throws -> Appended {
        var log = try Log(connection, isHashing: isHashing)
        var appended = Appended()
        if head.size > 0 {
            guard !isHeadStored || log.continues(head) else { throw Self.replaced(connection) }
            appended.others = try OtherRequest.between(Int64(head.size), log.position, connection)
        }
        judged.removeAll(keepingCapacity: true)
        for record in records {
            switch record {
            case .intent(let intent):
                if let run = try write(intent, &log, connection) {
                    appended.superseded[intent.ticket] = run
                }
            case .outcome(let ticket, let outcome, let at, let microseconds):
                try write(outcome, of: ticket, at, microseconds, &log)
            case .verdict(let verdict):
                try write(verdict, &log, connection)
            case .label(let verdict):
                try write(verdict, &log, connection)
            }
        }
        try log.close()
        head = log.frontier
        isHeadStored = true
        return appended
    }

    /// Forgets the exchanges of a batch that did not get on record.
    package func forget(_ tickets: [Ticket]) {
        for ticket in tickets { requests[ticket] = nil }
        isHeadStored = false
    }

    /// Somebody put another file, or an older one, in the place of the open one.
    private static func replaced(_ connection: Connection) -> Problem {
        Problem(
            .auditInvalid, "the record is another one than before the last exchange",
            at: connection.path, next: "rescind audit verify; keep both files as they are")
    }

    private func write(
        _ intent: Intent, _ log: inout Log, _ connection: Connection
    ) throws -> Int64? {
        if let item = intent.item, intent.purpose == .cancel || intent.purpose == .void {
            if let other = try claim(item, intent, connection) { return other }
            if let label = intent.label {
                try LabelStates.begin(label, of: item, attempt: intent.attempt, connection)
            }
        }
        let position = try log.append(
            .request, intent.run, intent.item?.no, intent.account, intent.purpose.rawValue,
            Int64(intent.attempt), intent.request.method.rawValue, intent.request.url,
            requestLines.of(intent.request.headers), intent.request.recordedBody,
            intent.at.milliseconds, intent.label)
        requests[intent.ticket] = Position(seq: position, isLook: intent.purpose == .look)
        return nil
    }

    /// Moves the item to `sending`; the run that has its shipment, when the claim is refused.
    ///
    /// The unique index over claimed shipments decides, inside the transaction of the intent, and
    /// so does the item's own state: whoever else sends this run, whatever lock failed, an attempt
    /// is claimed once.
    private func claim(
        _ item: ItemKey, _ intent: Intent, _ connection: Connection
    ) throws -> Int64? {
        // A void comes before any cancel: none of them has left yet.
        let cancels = Int64(intent.purpose == .cancel ? intent.attempt : 0)
        try connection.run(
            """
            INSERT OR IGNORE INTO item_state
                (run, no, account, shipment_id, state, reason, code, attempts, requested_at, claims)
            VALUES (?, ?, ?, ?, 'sending', '', '', ?, ?, 1)
            """,
            item.run, item.no, item.account, item.shipmentID, cancels,
            intent.at.milliseconds)
        if connection.changedRows == 1 { return nil }
        try connection.run(
            """
            UPDATE OR IGNORE item_state
            SET state = 'sending', attempts = ?1, requested_at = ?2, settled_at = NULL, looks = 0,
                looked_at = NULL, claims = 1
            WHERE run = ?3 AND no = ?4 AND \(ItemStates.claimable)
            """,
            cancels, intent.at.milliseconds, item.run, item.no,
            Int64(intent.purpose == .void ? 1 : 0))
        if connection.changedRows == 1 { return nil }
        return try ItemStates.refuser(of: item, connection)
    }

    private func write(
        _ outcome: Outcome, of ticket: Ticket, _ at: Timestamp, _ microseconds: Int64,
        _ log: inout Log
    ) throws {
        guard let request = requests.removeValue(forKey: ticket) else { return }
        switch outcome {
        case .answer(let answer):
            let answer = redact(answer)
            try log.append(
                .answer, request.seq, Int64(answer.status), answerLines.of(answer.headers),
                answer.body, at.milliseconds, microseconds, nil as String?, nil as String?)
        case .noAnswer(let failure):
            try log.append(
                .answer, request.seq, nil as Int64?, nil as String?, nil as [UInt8]?,
                at.milliseconds, microseconds, "\(failure.kind.rawValue): \(failure.message)",
                failure.reach.rawValue)
        }
        judged[ticket] = request
    }

    private func write(_ verdict: Verdict, _ log: inout Log, _ connection: Connection) throws {
        let request = verdict.ticket.flatMap { judged[$0] }
        try log.append(
            .verdict, verdict.item.run, verdict.item.no, request?.seq, verdict.at.milliseconds,
            verdict.state.rawValue, verdict.reason, verdict.code, Int64(verdict.attempts),
            Int64(verdict.isConfirmed ? 1 : 0), nil as String?)
        try ItemStates.move(verdict, isLook: request?.isLook ?? false, connection)
    }

    private func write(
        _ verdict: LabelVerdict, _ log: inout Log, _ connection: Connection
    ) throws {
        let request = verdict.ticket.flatMap { judged[$0] }
        try log.append(
            .verdict, verdict.item.run, verdict.item.no, request?.seq, verdict.at.milliseconds,
            verdict.state.rawValue, verdict.reason, verdict.code, Int64(verdict.attempts),
            Int64(0), verdict.label)
        try LabelStates.move(verdict, connection)
    }
}

/// Headers as lines, made once while they stay the same: those of a lane mostly do.
private struct RepeatedLines {
    private var headers: [Header] = []
    private var lines = ""

    mutating func of(_ headers: [Header]) -> String {
        if headers != self.headers { (self.headers, lines) = (headers, headers.asLines) }
        return lines
    }
}

extension [Header] {
    /// `Name: value` lines as sent, secrets as their fingerprints.
    var asLines: String {
        var lines = ""
        lines.reserveCapacity(reduce(0) { $0 + $1.recordedBytes })
        for header in self {
            if !lines.isEmpty { lines += "\n" }
            lines += header.name
            lines += ": "
            lines += header.record ?? header.value
        }
        return lines
    }
}

extension Header {
    /// Its line with the break before it.
    fileprivate var recordedBytes: Int { name.utf8.count + (record ?? value).utf8.count + 3 }
}

extension Request {
    fileprivate var recordedBody: [UInt8]? {
        let kept = bodyRecord ?? body
        return kept.isEmpty ? nil : kept
    }
}
