// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Formats
import Glibc
import Model
import Proof
import SQLite

/// `rescind resolve RUN ID... --as FINDING`: a person's finding beside the provider's word.
enum ResolveCommand {
    static func perform(_ workplace: Workplace) throws -> Finish {
        let invocation = workplace.invocation
        guard let finding = invocation[Options.finding] else {
            throw Problem(.usage, "--as says what was found", next: "rescind help resolve")
        }
        let evidence = try invocation[Options.evidence].map { path throws(Problem) in
            try EvidenceFile(path)
        }
        let connection = try workplace.writer()
        let run = try workplace.run(invocation[Arguments.run], in: RunReader(connection))
        let items = try invocation[all: Arguments.id].flatMap { id in
            try ItemFinder(connection).items(id, in: run.run)
        }
        if let unsent = items.first(where: { $0.state == .planned }) {
            throw Problem(
                .blocked, "\(unsent.key.shipmentID) was not sent: there is nothing to find out",
                at: "run \(run.run)",
                next: "rescind abandon \(run.run) \(unsent.key.shipmentID) --reason TEXT")
        }
        try connection.transaction {
            var log = try Log(connection)
            for item in items {
                try Act(
                    .resolve, run: run.run, no: item.no, at: workplace.clock.now,
                    actor: workplace.actor, reason: invocation[Options.reason],
                    ticket: workplace.ticket,
                    detail: [
                        "as": .string(finding.rawValue),
                        "evidence": evidence.map { .string($0.path) } ?? .null,
                        "evidence_sha256": evidence.map { .string($0.sha256) } ?? .null,
                    ]
                ).append(to: &log)
            }
            try log.close()
        }
        try workplace.seal(connection)
        var lines: [Line] = ["\(counted(items.count, "item")) closed as \(finding.rawValue)"]
        if finding == .notCancelled {
            lines.append("  next: \("rescind retry \(run.run)", .strong) plans it again")
        }
        return Finish(run: Int(run.run), lines: lines)
    }
}

/// A file a person brings as evidence: its path and what its bytes were.
struct EvidenceFile {
    let path: String
    let sha256: String

    init(_ path: String) throws(Problem) {
        self.path = path
        do throws(FileDigest.SystemCode) {
            sha256 = try FileDigest.of(path)
        } catch {
            throw Problem(
                .usage, "the evidence cannot be read: \(error.words)", at: path,
                next: "ls -l \(path)")
        }
    }
}

/// Finds the items of a shipment in a run by any of its names.
struct ItemFinder {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    struct Found: Sendable {
        let no: Int64
        let key: ItemKey
        let state: ItemState
    }

    /// The items with that id; a problem where the run has none.
    func items(_ id: String, in run: Int64) throws -> [Found] {
        let name = ShipmentName(id)
        let found = try connection.all(
            """
            SELECT item.no, item.account, item.shipment_id, coalesce(now.state, item.state)
            FROM item LEFT JOIN item_state now ON now.run = item.run AND now.no = item.no
            WHERE \(ShipmentName.meansItem) AND item.state = 'planned'
            """, run, name.text, name.canonical
        ) { row in
            Found(
                no: row.int(0),
                key: ItemKey(
                    run: run, no: row.int(0), account: row.text(1), shipmentID: row.text(2)),
                state: ItemState(rawValue: row.text(3)) ?? .planned)
        }
        guard !found.isEmpty else {
            throw Problem(
                .usage, "the run planned no shipment \(id)", at: "run \(run)",
                next: "rescind why \(run) \(id)")
        }
        return found
    }
}
