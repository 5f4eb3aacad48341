// SPDX-License-Identifier: MIT

import Audit
import Glibc
import Model
import Proof
import SQLite
import Testing

/// Someone with SQL and all rights on the machine, but without the key.
///
/// The triggers go before a change and come back after it, so that only the change itself shows.
struct Vandal {
    static let kinds = [
        "column", "date", "delete", "insert", "swap", "rehashed", "leaf", "state", "item", "label",
        "checkpoint", "forget checkpoint", "file", "head", "tail", "trigger", "object", "new item",
        "export", "money",
    ]
    /// Changes of what an archive leaves, or of what it takes for its doing.
    static let archiveKinds = kinds + ["bare", "remains", "item leaf", "new item leaf"]
    static let evidence = ["run", "request", "answer", "verdict", "act"]

    let path: String
    private let connection: Connection

    init(_ path: String) throws {
        self.path = path
        connection = try Connection.writer(path)
    }

    /// Makes one change and says what it was.
    func change(_ kind: String, _ random: inout Dice) throws -> String {
        let triggers = try connection.all(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        ) { ($0.text(0), $0.text(1)) }
        try connection.run("PRAGMA foreign_keys = OFF")
        for (name, _) in triggers { try connection.run("DROP TRIGGER \(name)") }
        let what = try one(kind, &random)
        let missing = kind == "trigger" ? triggers.randomElement(using: &random)?.0 : nil
        for (name, sql) in triggers where name != missing { try connection.run(sql) }
        #expect(try connection.checkpoint())
        return "\(kind): \(missing ?? what)"
    }

    private func one(_ kind: String, _ random: inout Dice) throws -> String {
        let table = Self.evidence.randomElement(using: &random) ?? "act"
        switch kind {
        case "column": return try column(table, dates: false, &random)
        case "date":
            return try column(
                ["request", "answer"].randomElement(using: &random) ?? "", dates: true, &random)
        case "delete":
            let seq = try row(of: table, &random)
            return try run("DELETE FROM \(table) WHERE seq = \(seq)")
        case "insert": return try insert(table, &random)
        case "swap": return try swap(&random)
        case "rehashed": return try rehashed(&random)
        case "leaf":
            let seq = try row(of: table, &random)
            return try run("UPDATE \(table) SET leaf = zeroblob(32) WHERE seq = \(seq)")
        case "state": return try state(&random)
        case "item":
            let change = [
                "raw = CAST(raw || 'x' AS BLOB)", "cost = '0.01'", "reason = 'other'",
                "line = line + 1",
            ]
            return try run(
                "UPDATE item SET \(change.randomElement(using: &random) ?? "") WHERE (run, no) ="
                    + " (SELECT run, no FROM item LIMIT 1 OFFSET \(Int.random(in: 0..<27, using: &random)))"
            )
        case "label":
            return try run(
                "UPDATE label SET cost = '9.99' WHERE (run, no, label_id) = (SELECT run, no,"
                    + " label_id FROM label LIMIT 1 OFFSET \(Int.random(in: 0..<14, using: &random)))"
            )
        case "checkpoint":
            return try run(
                "UPDATE checkpoint SET note = replace(note, char(10) || size || char(10),"
                    + " char(10) || (size - 1) || char(10)) WHERE size = \(try checkpoint(&random))"
            )
        case "forget checkpoint":
            let oldest = try connection.first("SELECT min(size) FROM checkpoint") { $0.int(0) } ?? 0
            return try run("DELETE FROM checkpoint WHERE size = \(oldest)")
        case "file": return damageFile(&random)
        case "head":
            let change = ["size = size + 1", "size = size - 1", "origin = 'x'", "frontier = x'00'"]
            return try run("UPDATE log_head SET \(change.randomElement(using: &random) ?? "")")
        case "tail": return try cutTail(&random)
        case "object":
            let change = [
                "DROP VIEW exchanges", "DROP INDEX act_of_run", "CREATE VIEW mine AS SELECT 1",
                "CREATE TRIGGER mine AFTER INSERT ON verdict BEGIN SELECT 1; END",
            ]
            return try run(change.randomElement(using: &random) ?? "")
        case "new item":
            return try run(
                "INSERT INTO item SELECT run, no + 100, source, line, account, provider,"
                    + " shipment_id || 'x', status, reference, tracking_number, state, reason, cost,"
                    + " currency, sort, raw FROM item LIMIT 1")
        case "bare":
            return try run(
                [
                    "UPDATE answer SET headers = NULL, body = NULL"
                        + " WHERE headers IS NOT NULL AND status IS NOT NULL",
                    "UPDATE request SET url = '', headers = '', body = NULL WHERE url <> ''",
                ].randomElement(using: &random) ?? "")
        case "remains":
            return try run(
                [
                    "UPDATE answer SET status = 500 WHERE headers IS NULL",
                    "UPDATE request SET sent_at = sent_at + 1 WHERE url = ''",
                    "UPDATE item SET cost = '0.01' WHERE raw = x''",
                ].randomElement(using: &random) ?? "")
        case "item leaf":
            return try run(
                "UPDATE item_leaf SET leaf = zeroblob(32) WHERE (run, no) ="
                    + " (SELECT run, no FROM item_leaf LIMIT 1)")
        case "new item leaf":
            return try run(
                [
                    "INSERT INTO item_leaf SELECT run, no, zeroblob(32) FROM item WHERE raw <> x''",
                    "INSERT INTO item_leaf VALUES (9, 9, zeroblob(32))",
                    "DELETE FROM item_leaf WHERE no = 2",
                ].randomElement(using: &random) ?? "")
        case "export": return try run("UPDATE export SET path = path || 'x' WHERE run = 1")
        case "money":
            let change = [
                "UPDATE compared SET their_cost = '1.00'", "DELETE FROM compared",
                "UPDATE credit SET amount = '9.00' WHERE no = 2", "DELETE FROM credit WHERE no = 3",
                "UPDATE label_money SET credited = '5.00' WHERE no = 1",
                "DELETE FROM label_money", "UPDATE label_money SET act = act - 1",
            ]
            return try run(change.randomElement(using: &random) ?? "")
        default: return kind
        }
    }

    private func run(_ sql: String) throws -> String {
        try connection.run(sql)
        return sql
    }

    private func row(of table: String, _ random: inout Dice) throws -> Int64 {
        let rows = try connection.all("SELECT seq FROM \(table)") { $0.int(0) }
        return rows.randomElement(using: &random) ?? 0
    }

    private func checkpoint(_ random: inout Dice) throws -> Int64 {
        let sizes = try connection.all("SELECT size FROM checkpoint") { $0.int(0) }
        return sizes.randomElement(using: &random) ?? 0
    }

    /// Changes one column of one row by the least that changes it.
    private func column(_ table: String, dates: Bool, _ random: inout Dice) throws -> String {
        let columns = try connection.all("SELECT name, type FROM pragma_table_info('\(table)')") {
            (name: $0.text(0), type: $0.text(1))
        }
        let choice = columns.filter {
            !["seq", "leaf", "items_sha256"].contains($0.name)
                && (!dates || $0.name.hasSuffix("_at"))
        }.randomElement(using: &random)
        let name = choice?.name ?? ""
        let change =
            switch choice?.type {
            case "INTEGER": "coalesce(\(name), 0) + 1000"
            case "TEXT": "coalesce(\(name), '') || ' '"
            default: "coalesce(\(name), x'') || x'20'"
            }
        let cast = choice?.type == "BLOB" ? "CAST(\(change) AS BLOB)" : change
        let seq = try row(of: table, &random)
        return try run("UPDATE \(table) SET \(name) = \(cast) WHERE seq = \(seq)")
    }

    private func columns(_ table: String) throws -> [String] {
        try connection.all("SELECT name FROM pragma_table_info('\(table)')") { $0.text(0) }
    }

    /// A verdict or act that was never written, between others or after the last.
    private func insert(_ table: String, _ random: inout Dice) throws -> String {
        let table = ["verdict", "act"].randomElement(using: &random) ?? table
        let others = try columns(table).dropFirst().joined(separator: ", ")
        let size = try connection.first("SELECT size FROM log_head") { $0.int(0) } ?? 0
        let seqs = try connection.all("SELECT seq FROM \(table)") { $0.int(0) }
        let free = (0...(size + 2)).filter { !seqs.contains($0) }
        let place = free.randomElement(using: &random) ?? size
        return try run(
            "INSERT INTO \(table) SELECT \(place), \(others) FROM \(table) LIMIT 1")
    }

    private func swap(_ random: inout Dice) throws -> String {
        let table = ["answer", "verdict"].randomElement(using: &random) ?? ""
        let first = try row(of: table, &random)
        var second = first
        while second == first { second = try row(of: table, &random) }
        try connection.run("UPDATE \(table) SET seq = -1 WHERE seq = \(first)")
        try connection.run("UPDATE \(table) SET seq = \(first) WHERE seq = \(second)")
        return try run("UPDATE \(table) SET seq = \(second) WHERE seq = -1")
    }

    /// A change by one who has read the format: the stored hash fits the row again.
    private func rehashed(_ random: inout Dice) throws -> String {
        let seq = try row(of: "answer", &random)
        try connection.run("UPDATE answer SET status = 500 WHERE seq = \(seq)")
        var leaf = Leaf(type: 3, fields: [])
        try connection.each("SELECT * FROM answer WHERE seq = \(seq)") { row in
            for index in 0..<(row.columnCount - 1) {
                switch row.storageClass(index) {
                case .null: leaf.fields.append(.null)
                case .integer: leaf.fields.append(.integer(row.int(index)))
                case .text: leaf.fields.append(.text(row.bytes(index)))
                default: leaf.fields.append(.bytes(row.bytes(index)))
                }
            }
        }
        try connection.run("UPDATE answer SET leaf = ? WHERE seq = \(seq)", leaf.hash.bytes)
        return "status of record \(seq), with its hash"
    }

    private func state(_ random: inout Dice) throws -> String {
        let change = [
            "state = 'cancelled', reason = 'x'", "attempts = attempts + 1",
            "settled_at = coalesce(settled_at, 0) + 1",
            "confirmed_at = coalesce(confirmed_at, 0) + 1",
            "shipment_id = shipment_id || 'x'", "code = code || 'x'",
        ].randomElement(using: &random)
        let offset = Int.random(in: 0..<10, using: &random)
        return try run(
            "UPDATE item_state SET \(change ?? "") WHERE (run, no) ="
                + " (SELECT run, no FROM item_state LIMIT 1 OFFSET \(offset))")
    }

    /// Takes the newest records away and makes the rest fit, but for the file beside it.
    private func cutTail(_ random: inout Dice) throws -> String {
        let size = try connection.first("SELECT size FROM log_head") { $0.int(0) } ?? 0
        let end = Int64.random(in: 1..<size, using: &random)
        var leaves: [(Int64, Digest)] = []
        for table in Self.evidence {
            try connection.each("SELECT seq, leaf FROM \(table) WHERE seq < \(end)") { row in
                if let digest = Digest(row.bytes(1)) { leaves.append((row.int(0), digest)) }
            }
            try connection.run("DELETE FROM \(table) WHERE seq >= \(end)")
        }
        let frontier = MerkleFrontier(leaves.sorted { $0.0 < $1.0 }.map(\.1))
        try connection.run("DELETE FROM checkpoint WHERE size > \(end)")
        try connection.run(
            "UPDATE log_head SET size = ?, frontier = ?", Int64(frontier.size), frontier.serialized)
        return "everything from record \(end) on"
    }

    private func damageFile(_ random: inout Dice) -> String {
        let file = path + ".checkpoints"
        var bytes = contents(file)
        let place = Int.random(in: 0..<bytes.count, using: &random)
        bytes[place] ^= 1
        write(bytes, to: file)
        return "byte \(place) of the checkpoint file"
    }
}
