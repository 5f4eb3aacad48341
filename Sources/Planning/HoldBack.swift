// SPDX-License-Identifier: MIT

import Audit
package import Job
package import Model
package import SQLite

/// The hold list as it stands when a plan is applied: what it protects by now is not sent.
package struct HoldBack {
    private let holds: HoldList

    /// Nil where the job has no hold list; one that cannot be read is a problem, never "no holds".
    package init?(_ job: Job, at now: Timestamp) throws(Problem) {
        guard let path = job.holdList else { return nil }
        holds = try HoldList(path, on: try Zone(named: job.timeZone).day(of: now))
    }

    /// Turns what is still planned and protected by now to `held`; says how many items.
    package func hold(_ run: Int64, at now: Timestamp, on connection: Connection) throws -> Int {
        try connection.transaction {
            let verdicts = try verdicts(run, now, connection)
            try Recorder().append(verdicts.map(Record.verdict), to: connection)
            return verdicts.count
        }
    }

    private func verdicts(
        _ run: Int64, _ now: Timestamp, _ connection: Connection
    ) throws -> [Verdict] {
        var verdicts: [Verdict] = []
        try connection.each(
            """
            SELECT item.no, item.account, item.shipment_id, item.reference,
                item.tracking_number, label.label_id, coalesce(now.attempts, 0), item.provider
            FROM item
            LEFT JOIN label ON label.run = item.run AND label.no = item.no
            LEFT JOIN item_state now ON now.run = item.run AND now.no = item.no
            WHERE item.run = ? AND item.state = 'planned'
                AND coalesce(now.state, 'planned') = 'planned'
            ORDER BY item.no
            """, run
        ) { row in
            let entry = holds.entry(
                for: row.text(2), of: ProviderName(rawValue: row.text(7)),
                named: (3...5).map { row.text($0) })
            guard let entry, verdicts.last?.item.no != row.int(0)
            else { return }
            let item = ItemKey(
                run: run, no: row.int(0), account: row.text(1), shipmentID: row.text(2))
            verdicts.append(
                Verdict(
                    item: item, ticket: nil, at: now, state: .held, reason: entry.words, code: "",
                    attempts: Int(clamping: row.int(6))))
        }
        return verdicts
    }
}
