// SPDX-License-Identifier: MIT

import Audit
import SQLite
import Testing

/// Indexes that say something else than their tables, as only someone with the file can make them.
@Suite struct IndexTests {
    /// A row that is moved in the index and left alone in its table.
    struct Lie: Sendable, CustomTestStringConvertible {
        let index: String
        let table: String
        let away: String
        let back: String

        var testDescription: String { index }
    }

    static let lies = [
        Lie(
            index: "request_of_item", table: "request", away: "no = no + 100", back: "no = no - 100"
        ),
        Lie(
            index: "verdict_of_item", table: "verdict", away: "no = no + 100", back: "no = no - 100"
        ),
        Lie(
            index: "sqlite_autoindex_answer_1", table: "answer", away: "request = request + 1",
            back: "request = request - 1"),
        Lie(
            index: "item_claimed", table: "item_state", away: "shipment_id = shipment_id || 'x'",
            back: "shipment_id = rtrim(shipment_id, 'x')"),
        Lie(index: "act_of_run", table: "act", away: "run = 100", back: "run = NULL"),
    ]

    @Test(arguments: lies) func `an index that lies is caught`(lie: Lie) async throws {
        let copies = try await Copies()
        let path = copies.copy("lie")
        try tell(lie, path, copies.night.folder)
        #expect(!(await copies.ours(path).isWhole))
        #expect(!(try copies.theirs([path])[0].isWhole))
    }

    /// So that it is the lie that is caught, and not the way in which it is told.
    @Test func `an index that was hidden and shown again is whole`() async throws {
        let copies = try await Copies()
        let path = copies.copy("truth")
        let truth = Lie(
            index: "request_of_item", table: "request", away: "no = no", back: "no = no")
        try tell(truth, path, copies.night.folder)
        #expect(await copies.ours(path).words == "")
    }

    /// Changes a row together with its index, then back without it.
    private func tell(_ lie: Lie, _ path: String, _ folder: TemporaryFolder) throws {
        let script = """
            import sqlite3, sys
            path, index, table, away, back = sys.argv[1:]
            def run(*lines):
                db = sqlite3.connect(path, isolation_level=None)
                db.execute("PRAGMA writable_schema = ON")
                found = [db.execute(sql, values).fetchall() for sql, values in lines]
                db.close()
                return found[0]
            hidden = "type = 'trigger'"
            triggers = run((f"SELECT * FROM sqlite_schema WHERE {hidden}", ()))
            own = run((f"SELECT * FROM sqlite_schema WHERE name = '{index}'", ()))
            run((f"DELETE FROM sqlite_schema WHERE {hidden}", ()))
            key = "rowid" if table in ("request", "verdict", "answer", "act") else "(run, no)"
            where = {"act": "run IS NULL"}.get(table, "true")
            (place,) = run((f"SELECT {key.strip('()')} FROM {table} WHERE {where} LIMIT 1", ()))
            row = f"{key} = ({', '.join(map(str, place))})"
            run((f"UPDATE {table} SET {away} WHERE {row}", ()))
            hide = f"DELETE FROM sqlite_schema WHERE name = '{index}'"
            plain = f"UPDATE sqlite_schema SET sql = replace(sql, ' UNIQUE', '') WHERE name = '{table}'"
            (kept,) = run((f"SELECT sql FROM sqlite_schema WHERE name = '{table}'", ()))
            run((hide, ()), (plain, ()))
            run((f"UPDATE {table} SET {back} WHERE {row}", ()))
            add = "INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)"
            run((f"UPDATE sqlite_schema SET sql = ? WHERE name = '{table}'", kept),
                *((add, line) for line in own + triggers))
            """
        let file = folder.file("tell.py")
        write(Array(script.utf8), to: file)
        let status = shell(
            "python3 '\(file)' '\(path)' '\(lie.index)' '\(lie.table)' \"\(lie.away)\""
                + " \"\(lie.back)\"")
        #expect(status == 0)
    }
}
