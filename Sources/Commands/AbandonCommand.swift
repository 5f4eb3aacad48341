// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Formats
import Model
import SQLite

/// `rescind abandon RUN [ID...]`: what was not sent yet will not be.
enum AbandonCommand {
    static func perform(_ workplace: Workplace) throws -> Finish {
        let invocation = workplace.invocation
        let reason = invocation[Options.reason] ?? ""
        let connection = try workplace.writer()
        let run = try workplace.run(invocation[Arguments.run], in: RunReader(connection))
        let ids = invocation[all: Arguments.id]
        let named = try ids.flatMap { try ItemFinder(connection).items($0, in: run.run) }
        let dropped = try connection.transaction {
            let items = try items(ids, run.run, connection)
            if items.isEmpty { try refuse(named, run, connection) }
            var log = try Log(connection)
            try Act(
                .abandon, run: run.run, at: workplace.clock.now, actor: workplace.actor,
                reason: reason, ticket: workplace.ticket,
                detail: ["whole": .bool(ids.isEmpty), "ids": .array(ids.map { .string($0) })]
            ).append(to: &log)
            try log.close()
            return try drop(items, reason, workplace, connection)
        }
        try workplace.seal(connection)
        return Finish(
            run: Int(run.run), members: [JSON.Member("dropped", .number(String(dropped)))],
            lines: ["\(counted(dropped, "item")) of run \(run.run) will not be sent"]
                + named.filter { $0.state != .planned }.map(tooLate))
    }

    /// A run that has nothing left to drop stays what it is; one that is blocked can be given up.
    private static func refuse(
        _ named: [ItemFinder.Found], _ run: RunRecord, _ connection: Connection
    ) throws {
        if let item = named.first {
            throw Problem(
                .blocked,
                "nothing named is still to be sent: \(item.key.shipmentID) is \(item.state.words)",
                at: "run \(run.run)", next: "rescind why \(run.run) \(item.key.shipmentID)")
        }
        let status = try RunReader(connection).status(run.run) ?? ""
        guard status != "blocked" else { return }
        throw Problem(
            .blocked, "nothing of the run is still to be sent: it stays \(status)",
            at: "run \(run.run)", next: "rescind show \(run.run)")
    }

    /// What was sent cannot be taken back; a person must not believe that it was.
    private static func tooLate(_ item: ItemFinder.Found) -> Line {
        "\("Too late", .warning) for \(item.key.shipmentID): it is \(item.state.words)"
    }

    private static func items(
        _ ids: [String], _ run: Int64, _ connection: Connection
    ) throws -> [ItemFinder.Found] {
        if !ids.isEmpty {
            return try ids.flatMap { try ItemFinder(connection).items($0, in: run) }
                .filter { $0.state == .planned }
        }
        return try connection.all(
            """
            SELECT item.no, item.account, item.shipment_id
            FROM item LEFT JOIN item_state now ON now.run = item.run AND now.no = item.no
            WHERE item.run = ? AND item.state = 'planned'
                AND coalesce(now.state, 'planned') = 'planned'
            """, run
        ) { row in
            ItemFinder.Found(
                no: row.int(0),
                key: ItemKey(
                    run: run, no: row.int(0), account: row.text(1), shipmentID: row.text(2)),
                state: .planned)
        }
    }

    private static func drop(
        _ items: [ItemFinder.Found], _ reason: String, _ workplace: Workplace,
        _ connection: Connection
    ) throws -> Int {
        let verdicts = items.map { item in
            Record.verdict(
                Verdict(
                    item: item.key, ticket: nil, at: workplace.clock.now, state: .dropped,
                    reason: "abandoned: \(reason)", code: "", attempts: 0))
        }
        try Recorder().append(verdicts, to: connection)
        return items.count
    }
}
