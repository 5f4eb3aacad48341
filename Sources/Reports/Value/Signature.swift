// SPDX-License-Identifier: MIT

import Audit
package import Model
import Proof
import SQLite

/// The newest checkpoint up to a position: what stands before it nobody can change unseen.
package struct Signature: Sendable, Equatable {
    /// So many entries of the log are under it.
    package let size: Int64
    /// When the newest of these entries was made; a checkpoint has no clock of its own.
    package let moment: Timestamp
    /// The root of the log's tree, in base64.
    package let root: String
    /// When an anchor took it out of this machine's reach; nil where the record says no such thing.
    package let anchoredAt: Timestamp?
    /// Whether it covers everything the report tells.
    package let isWhole: Bool

    /// Nil where nothing up to the position was signed yet.
    static func newest(_ connection: Connection, at position: Int64) throws -> Signature? {
        let found = try connection.first(
            "SELECT size, note FROM checkpoint WHERE size <= ? ORDER BY size DESC LIMIT 1", position
        ) { ($0.int(0), $0.text(1)) }
        guard let (size, note) = found else { return nil }
        let lines = note.split(separator: "\n", omittingEmptySubsequences: false)
        return Signature(
            size: size, moment: try Position.moment(size, connection),
            root: lines.count > 2 ? String(lines[2]) : "",
            anchoredAt: try AnchorAct.taken(size, before: position, connection),
            isWhole: try Position.isQuiet(from: size, to: position, connection))
    }
}
