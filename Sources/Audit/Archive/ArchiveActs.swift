// SPDX-License-Identifier: MIT

import Formats
package import Model
import SQLite

/// One archive as its acts tell it.
package struct ArchiveOnRecord: Sendable {
    /// The position of the act that began it.
    package let begun: Int64
    package let at: Timestamp
    /// Only what was older went.
    package let before: Timestamp
    /// The sealed file, as an absolute path.
    package let file: String
    package let runs: [Int64]
    /// What the digest of the bare rows in the sealed file is.
    let sealed: String
    /// The act that ended it; nil where it was begun and not carried out.
    fileprivate(set) var ended: Int64?
    /// What the digest of the bare rows in the record is since then.
    fileprivate(set) var left: String?

    /// The record has lost what is in the file.
    package var isCarriedOut: Bool { ended != nil }

    var scope: ArchiveScope { ArchiveScope(runs: runs, before: before, begun: begun) }
}

/// The archives of a record, oldest first.
enum ArchiveActs {
    static func all(_ connection: Connection) throws -> [ArchiveOnRecord] {
        var found: [ArchiveOnRecord] = []
        try connection.each(
            """
            SELECT seq, at, act, detail FROM act WHERE act IN ('archive', 'archive_ended')
            ORDER BY seq
            """
        ) { row in
            guard let detail = try? JSON.parse(row.bytes(3)) else { return }
            if row.text(2) == Act.Kind.archive.rawValue {
                found.append(begun(row.int(0), Timestamp(milliseconds: row.int(1)), detail))
            } else if let last = found.indices.last {
                found[last].ended = row.int(0)
                found[last].left = detail["left_sha256"]?.string
            }
        }
        return found
    }

    private static func begun(
        _ seq: Int64, _ at: Timestamp, _ detail: JSON.Value
    ) -> ArchiveOnRecord {
        let runs = detail["runs"]?.array?.compactMap(\.int).map(Int64.init)
        let before = detail["before"]?.string.flatMap { Timestamp($0) }
        return ArchiveOnRecord(
            begun: seq, at: at, before: before ?? Timestamp(milliseconds: 0),
            file: detail["file"]?.string ?? "", runs: runs ?? [],
            sealed: detail["sealed_sha256"]?.string ?? "")
    }

    static func detail(
        before: Timestamp, file: String, runs: [Int64], sealed: String
    ) -> JSON.Value {
        [
            "before": .string(before.description), "file": .string(file),
            "runs": .array(runs.map { .number(String($0)) }), "sealed_sha256": .string(sealed),
        ]
    }

    static func ending(
        _ archive: ArchiveOnRecord, _ file: SealedFile.Facts, exchanges: Int64, items: Int64,
        left: String
    ) -> JSON.Value {
        [
            "begun": .number(String(archive.begun)), "file": .string(file.path),
            "sha256": .string(file.sha256), "exchanges": .number(String(exchanges)),
            "items": .number(String(items)), "left_sha256": .string(left),
        ]
    }
}
