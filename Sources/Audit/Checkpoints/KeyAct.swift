// SPDX-License-Identifier: MIT

import Formats
import Proof
import SQLite

/// The acts that name the keys under which checkpoints were signed.
enum KeyAct {
    static func detail(_ verifier: NoteVerifier) -> JSON.Value {
        ["verifier": .string(verifier.description)]
    }

    static func verifiers(_ connection: Connection) throws -> [NoteVerifier] {
        try connection.all(
            "SELECT detail FROM act WHERE act = ? ORDER BY seq", Act.Kind.key.rawValue
        ) { row in
            try? JSON.parse(row.bytes(0))["verifier"]?.string.map { try NoteVerifier(parsing: $0) }
        }.compactMap(\.self)
    }
}
