// SPDX-License-Identifier: MIT

package import Model
package import SQLite

/// What one account still has to send in one run, page by page and in order.
package struct SendQueue: Sendable {
    package let run: Int64
    package let account: String
    private let withDeletions: Bool
    private var unfinishedRead = false
    /// Most runs have none, and a look for each item's would cost.
    private var hasLabels = false
    private var waiting: ArraySlice<Int64>

    /// `withDeletions` where what was cancelled is deleted and an earlier process may not have come
    /// to it.
    package init(
        run: Int64, account: String, planned: SendPlan, withDeletions: Bool = false
    ) {
        self.run = run
        waiting = planned.order(of: account)[...]
        self.account = account
        self.withDeletions = withDeletions
    }

    package struct Entry: Sendable {
        package var no: Int64
        package var shipmentID: String
        package var state: ItemState
        package var isOnRecord: Bool
        package var attempts: Int
        package var doubtedAt: Timestamp?
        /// The answer of its newest cancel, where one is recorded and waits for what follows from
        /// it: the item still is `sending`, or in doubt because its look was not made any more.
        package var unjudged: Outcome?
        /// The shipment's status as the export showed it.
        package var status = ""
        package var labels: [LabelOnRecord] = []
        package var isConfirmed = false
        package var cutOffs = CutOffs()
    }

    /// The next entries: first what an earlier process left on its way, then what is planned.
    package mutating func page(
        _ limit: Int, _ connection: Connection
    ) throws -> (entries: [Entry], isLast: Bool) {
        if !unfinishedRead {
            unfinishedRead = true
            hasLabels = try LabelReader(connection).exist(run: run)
            let entries = try unfinished(connection)
            if !entries.isEmpty { return (entries, false) }
        }
        let entries = try planned(limit, connection)
        return (entries, waiting.isEmpty)
    }

    private func unfinished(_ connection: Connection) throws -> [Entry] {
        try connection.all(
            """
            SELECT no, shipment_id, state, attempts, doubted_at, confirmed_at
            FROM item_state now
            WHERE run = ?1 AND account = ?2 AND NOT \(ConfirmQueue.isClosed)
                AND (state IN ('sending', 'in_doubt') OR ?3 AND state = 'cancelled'
                    AND NOT EXISTS (SELECT 1 FROM request WHERE request.run = ?1
                        AND request.no = now.no AND request.purpose = 'delete'))
            ORDER BY no
            """, run, account, Int64(withDeletions ? 1 : 0)
        ) { row in
            let state = ItemState(rawValue: row.text(2)) ?? .inDoubt
            return Entry(
                no: row.int(0), shipmentID: row.text(1), state: state, isOnRecord: true,
                attempts: Int(row.int(3)),
                doubtedAt: row.intOrNil(4).map(Timestamp.init(milliseconds:)),
                unjudged: try waits(row.int(0), state, connection)
                    ? try answer(row.int(0), connection) : nil,
                labels: try labels(row.int(0), connection), isConfirmed: !row.isNull(5),
                cutOffs: try CutOffs(run, row.int(0), .cancel, connection))
        }
    }

    /// No exchange left it in doubt, but once the end of a lane.
    private func waits(
        _ no: Int64, _ state: ItemState, _ connection: Connection
    ) throws -> Bool {
        guard state == .inDoubt else { return state == .sending }
        let doubts = try connection.first(
            """
            SELECT count(*), count(request) FROM verdict
            WHERE run = ? AND no = ? AND state = 'in_doubt' AND label IS NULL
            """, run, no
        ) { ($0.int(0), $0.int(1)) }
        return doubts.map { $0 == (1, 0) } ?? false
    }

    private func labels(_ no: Int64, _ connection: Connection) throws -> [LabelOnRecord] {
        hasLabels ? try LabelReader(connection).labels(run: run, no: no) : []
    }

    private func answer(_ no: Int64, _ connection: Connection) throws -> Outcome? {
        let outcome = try connection.first(
            """
            SELECT answer.status, answer.headers, answer.body, answer.error, answer.reach
            FROM request LEFT JOIN answer ON answer.request = request.seq
            WHERE request.run = ? AND request.no = ? AND request.purpose = 'cancel'
            ORDER BY request.seq DESC LIMIT 1
            """, run, no, row: Outcome.init(recorded:))
        return outcome ?? nil
    }

    /// One statement, and so one reading transaction, for the whole page.
    private mutating func planned(_ limit: Int, _ connection: Connection) throws -> [Entry] {
        let numbers = waiting.prefix(limit)
        waiting = waiting.dropFirst(limit)
        guard let first = numbers.first, let last = numbers.last else { return [] }
        if Self.standTogether(numbers) {
            return try walk(numbers, first, last, connection)
        }
        return try connection.all(
            """
            SELECT \(Self.columns) FROM json_each(?2) AS wanted
            CROSS JOIN item ON item.run = ?1 AND item.no = wanted.value
            \(Self.stillPlanned) ORDER BY wanted.key
            """, run, "[\(numbers.map(String.init).joined(separator: ","))]"
        ) { try entry($0, connection) }
    }

    /// Whether to walk through the rows costs less than to search each.
    private static func standTogether(_ numbers: ArraySlice<Int64>) -> Bool {
        guard let first = numbers.first, let last = numbers.last else { return false }
        return last - first < 4 * numbers.count
            && zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
    }

    private func walk(
        _ numbers: ArraySlice<Int64>, _ first: Int64, _ last: Int64, _ connection: Connection
    ) throws -> [Entry] {
        var (wanted, entries) = (numbers, [Entry]())
        try connection.each(
            """
            SELECT \(Self.columns) FROM item \(Self.stillPlanned)
                AND item.run = ? AND item.no BETWEEN ? AND ? ORDER BY item.no
            """, run, first, last
        ) { row in
            wanted = wanted.drop { $0 < row.int(0) }
            if wanted.first == row.int(0) { entries.append(try entry(row, connection)) }
        }
        return entries
    }

    private static let columns = "item.no, item.shipment_id, now.attempts, item.status"
    private static let stillPlanned = """
        LEFT JOIN item_state now ON now.run = item.run AND now.no = item.no
        WHERE coalesce(now.state, 'planned') = 'planned'
        """

    private func entry(_ row: borrowing Row, _ connection: Connection) throws -> Entry {
        Entry(
            no: row.int(0), shipmentID: row.text(1), state: .planned, isOnRecord: !row.isNull(2),
            attempts: Int(row.int(2)), doubtedAt: nil, unjudged: nil, status: row.text(3),
            labels: try labels(row.int(0), connection))
    }
}

extension Outcome {
    /// Reads how an exchange ended; nil where that was never recorded.
    package init?(recorded row: borrowing Row) {
        if let status = row.intOrNil(0) {
            let headers = row.text(1).split(separator: "\n").compactMap(Header.init(line:))
            self = .answer(Answer(status: Int(status), headers: headers, body: row.bytes(2)))
        } else if let error = row.textOrNil(3) {
            let kind = error.prefix { $0 != ":" }
            self = .noAnswer(
                NoAnswer(
                    NoAnswer.Kind(rawValue: String(kind)) ?? .other,
                    Reach(rawValue: row.text(4)) ?? .mayHaveArrived,
                    String(error.dropFirst(kind.count + 2))))
        } else {
            return nil
        }
    }
}

extension Header {
    /// Reads a recorded `Name: value` line.
    fileprivate init?(line: Substring) {
        guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        self.init(String(line[..<colon]), String(line[colon...].dropFirst(2)))
    }
}
