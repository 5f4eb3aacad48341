// SPDX-License-Identifier: MIT

package import Audit
package import Formats
package import Model
import Proof
package import SQLite

/// What `statement MONTH` is asked.
package struct StatementRequest {
    package var month: CalendarMonth
    package var account: String?
    package var closes: Bool
    package var zone: Zone
    package var now: Timestamp
    package var actor: Actor
    package var ticket: String?

    package init(
        month: CalendarMonth, account: String? = nil, closes: Bool = false, zone: Zone,
        now: Timestamp, actor: Actor, ticket: String? = nil
    ) {
        self.month = month
        self.account = account
        self.closes = closes
        self.zone = zone
        self.now = now
        self.actor = actor
        self.ticket = ticket
    }
}

/// A statement with what it rests on.
package struct StatementMade: Sendable {
    package var statement: MonthStatement
    /// The only account it is about; nil is every account.
    package var account: String?
    /// The first moment that no longer belongs to the month.
    package var cutOff: Timestamp
    package var zone: String
    /// The log's size when it was made.
    package var position: Int64
    package var closedBy: String?
    package var closedAt: Timestamp?
    /// Names the sums: a closing keeps it.
    package var digest: String
    /// What is wrong with the record it rests on; nil where it is as it was written.
    package var fault: AuditFault?
}

extension StatementMade {
    package struct Fact: Sendable, Equatable {
        package let name: String
        package let text: String
    }

    /// What it rests on, as every form of it says.
    package var facts: [Fact] {
        let runs = statement.runs.map { String($0) }.joined(separator: " ")
        let closed = closedBy.map { by in "by \(by), \(closedAt?.description ?? "")" }
        let warning = fault.map {
            Fact(name: "do not rely on this", text: "the record is not as it was written: \($0)")
        }
        return [warning].compactMap(\.self) + [
            Fact(name: "month", text: statement.month.description),
            Fact(name: "account", text: account ?? "all"),
            Fact(name: "cut-off", text: cutOff.description), Fact(name: "time zone", text: zone),
            Fact(name: "runs", text: runs.isEmpty ? "none" : runs),
            Fact(name: "log position", text: String(position)),
            Fact(name: "closed", text: closed ?? "not yet: it may still change"),
            Fact(name: "adds up", text: statement.addsUp ? "yes" : "NO"),
        ]
    }
}

/// Makes a statement from the record, and closes the month where that is asked.
package struct StatementMaker {
    private let request: StatementRequest
    private let connection: Connection

    package init(_ request: StatementRequest, on connection: Connection) {
        self.request = request
        self.connection = connection
    }

    private struct Closing {
        let position: Int64
        let by: String
        let at: Timestamp
        let account: String?
        let month: String
        let zone: String
        let digest: String
    }

    /// The statement; one that closes its month goes on record with the sums it closed.
    ///
    /// One that closes nothing writes nothing: a printed page is evidence of nothing.
    package func make() throws -> StatementMade {
        guard request.closes else { return try connection.snapshot { try read().made } }
        return try connection.transaction {
            var (made, closing) = try read()
            try refuseClosing(closing)
            try close(&made)
            return made
        }
    }

    private func read() throws -> (made: StatementMade, closing: Closing?) {
        let ledger = Ledger(try BooksReader(connection, zone: request.zone).events())
        let closings = try self.closings()
        for closing in closings { try check(closing, ledger) }
        let closing = closings.last {
            $0.month == request.month.description
                && ($0.account == nil || $0.account == request.account)
        }
        let statement = MonthStatement(ledger, month: request.month, account: request.account)
        let made = StatementMade(
            statement: statement, account: request.account, cutOff: cutOff(request.month),
            zone: request.zone.name, position: try Log.size(connection), closedBy: closing?.by,
            closedAt: closing?.at, digest: statement.digest)
        return (made, closing)
    }

    private func cutOff(_ month: CalendarMonth) -> Timestamp {
        request.zone.moment(month.next.first, secondOfDay: 0)
    }
}

// MARK: Closing
extension StatementMaker {
    /// Every closing of the month and of those before it.
    private func closings() throws -> [Closing] {
        try connection.all(
            """
            SELECT seq, actor, at, detail ->> 'account', detail ->> 'month', detail ->> 'zone',
                detail ->> 'sha256'
            FROM act WHERE act = 'statement' AND detail ->> 'closed' = 1
                AND detail ->> 'month' <= ? ORDER BY seq
            """, request.month.description
        ) { row in
            Closing(
                position: row.int(0), by: row.text(1), at: Timestamp(milliseconds: row.int(2)),
                account: row.textOrNil(3), month: row.text(4), zone: row.text(5),
                digest: row.text(6))
        }
    }

    /// A closed month must still say what it said when it was closed.
    private func check(_ closing: Closing, _ ledger: Ledger) throws {
        guard closing.zone == request.zone.name else {
            throw Problem(
                .usage,
                "\(closing.month) was closed in \(closing.zone), and the job is in "
                    + request.zone.name,
                at: "timeZone", next: "keep the books in one time zone")
        }
        let month = CalendarMonth(closing.month) ?? request.month
        let now = MonthStatement(ledger, month: month, account: closing.account)
        guard now.digest == closing.digest else {
            throw Problem(
                .auditInvalid,
                "\(closing.month) no longer comes to what \(closing.by) closed it with",
                at: connection.path, next: "rescind audit verify")
        }
    }

    private func refuseClosing(_ closing: Closing?) throws(Problem) {
        if let closing {
            throw Problem(
                .usage, "\(request.month) was closed by \(closing.by), \(closing.at)",
                next: "rescind statement \(request.month)")
        }
        guard request.now >= cutOff(request.month) else {
            throw Problem(
                .usage, "\(request.month) is not over in \(request.zone.name)",
                next: "close it from \(cutOff(request.month)) on")
        }
    }

    private func close(_ made: inout StatementMade) throws {
        guard made.statement.addsUp else {
            throw Problem(
                .internal, "the statement of \(request.month) does not add up",
                next: "report it with the output of rescind statement \(request.month) --json")
        }
        let act = Act(
            .statement, at: request.now, actor: request.actor, ticket: request.ticket,
            detail: [
                "month": .string(request.month.description), "closed": true,
                "account": request.account.map(JSON.Value.string) ?? .null,
                "cut_off": .string(made.cutOff.description), "zone": .string(made.zone),
                "position": .number(String(made.position)), "sha256": .string(made.digest),
                "balances": made.statement.balances,
            ])
        try act.record(inside: connection)
        made.closedBy = request.actor.description
        made.closedAt = request.now
    }
}

extension Act {
    fileprivate func record(inside connection: Connection) throws {
        var log = try Log(connection)
        try append(to: &log)
        try log.close()
    }
}

extension MonthStatement {
    /// Every sum of the statement as a document.
    package var balances: JSON.Value {
        .array(accounts.map(\.json))
    }

    /// Names the sums: two statements with the same digest say the same.
    var digest: String { SHA256.hash(balances.bytes).hex }
}

extension StatementAccount {
    package var json: JSON.Value {
        func money(_ amounts: [String: Amount]) -> JSON.Value {
            .object(
                amounts.sorted { $0.key < $1.key }.map {
                    JSON.Member($0.key, .string($0.value.text()))
                })
        }
        return [
            "account": .string(key.account), "currency": .string(key.currency),
            "opening": .string(opening.text()), "voided": .string(voided.text()),
            "voided_count": .number(String(voidedCount)),
            "never_charged": .string(neverCharged.text()),
            "credited": .string(credited.text()), "invoices": money(invoices),
            "written_off": .string(writtenOff.text()), "written_off_by": money(writtenOffBy),
            "withdrawn": .string(withdrawn.text()), "closing": .string(closing.text()),
            "ages": money(
                Dictionary(ages.map { ($0.key.rawValue, $0.value) }, uniquingKeysWith: { $1 })),
            "unexpected_opening": .string(unexpectedOpening.text()),
            "unexpected": .string(unexpected.text()), "explained": .string(explained.text()),
            "unexpected_closing": .string(unexpectedClosing.text()),
        ]
    }
}
