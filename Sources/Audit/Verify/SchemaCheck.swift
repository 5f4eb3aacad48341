// SPDX-License-Identifier: MIT

import SQLite

/// Holds tables, triggers, indexes and views against those this program makes.
enum SchemaCheck {
    static func firstFault(_ connection: Connection) throws -> AuditFault? {
        let expected = try objects(AuditFile.inMemory())
        let found = try objects(connection)
        for (name, sql) in expected.sorted(by: { $0.key < $1.key }) {
            guard let actual = found[name] else {
                return AuditFault("schema", "the \(name) is missing")
            }
            guard actual == sql else { return AuditFault("schema", "the \(name) was changed") }
        }
        let extra = found.keys.filter { expected[$0] == nil }.min()
        return extra.map { AuditFault("schema", "the \($0) is not ours") }
    }

    /// Every object by its kind and name; what ANALYZE leaves behind is none.
    private static func objects(_ connection: Connection) throws -> [String: String] {
        var objects: [String: String] = [:]
        try connection.each(
            """
            SELECT type || ' ' || name, coalesce(sql, '') || ' on ' || tbl_name
            FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_stat%' ESCAPE '\\'
            """
        ) { objects[$0.text(0)] = $0.text(1) }
        return objects
    }
}
