// SPDX-License-Identifier: MIT

import Audit
import Model
import Proof
import SQLite
import Testing

/// The verifier that shares no code with us.
enum Python {
    static let script = repositoryRoot + "/samples/verify-proof.py"

    static let repositoryRoot: String = {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/")
    }()

    struct Result: Equatable {
        var status: Int32
        var output: String
    }

    static func verify(_ path: String, _ arguments: String = "", in folder: String) -> Result {
        let output = folder + "/python.out"
        let status = shell("python3 '\(script)' '\(path)' \(arguments) > '\(output)' 2>&1")
        return Result(status: status, output: String(decoding: contents(output), as: UTF8.self))
    }
}

@Suite struct PythonTests {
    @Test func `the second verifier knows this schema`() throws {
        let night = try Night()
        let lines = try night.connection.all(
            """
            SELECT type || ' ' || name || ' ' || coalesce(sql, '') || ' ' || tbl_name
            FROM sqlite_schema
            """
        ) { $0.bytes(0) }
        let sorted = lines.sorted { $0.lexicographicallyPrecedes($1) }
        let digest = SHA256.hash(Array(sorted.joined(separator: [0x0a])))
        let script = String(decoding: contents(Python.script), as: UTF8.self)
        let isKnown = script.contains("SCHEMA = \"\(digest.hex)\"")
        #expect(isKnown, "the schema is \(digest.hex)")
    }

    @Test func `the second verifier finds an untouched record whole`() throws {
        let night = try Night.eventful()
        let key = "--key '\(SigningKey.publicPath(of: night.keyPath))'"
        let result = Python.verify(night.path, key, in: night.folder.path)
        #expect(result.status == 0, "\(result.output)")
    }
}
