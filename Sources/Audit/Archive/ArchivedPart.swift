// SPDX-License-Identifier: MIT

/// The rows from which an archive takes what is large or about people: their keys, states, times
/// and money stay, and so does the hash of what they were.
///
/// A row without its payload is called bare. It proves itself no more: its stored leaf stands in
/// the tree, and what is left of it is in the digest that the archive's act signs.
enum ArchivedPart: CaseIterable {
    case request, answer, item

    /// The columns that go, with what stands there afterwards.
    private var payload: [(column: String, empty: String)] {
        switch self {
        case .request: [("url", "''"), ("headers", "''"), ("body", "NULL")]
        case .answer: [("headers", "NULL"), ("body", "NULL")]
        case .item: [("raw", "x''")]
        }
    }

    var table: String {
        switch self {
        case .request: EvidenceTable.request.name
        case .answer: EvidenceTable.answer.name
        case .item: "item"
        }
    }

    /// The type byte of what is left, 32 above that of the whole row.
    var type: UInt8 { 32 + wholeType }

    private var wholeType: UInt8 {
        switch self {
        case .request: EvidenceTable.request.type
        case .answer: EvidenceTable.answer.type
        case .item: ItemDigest.LeafType.item
        }
    }

    /// The columns that stay, in the order of the table.
    var kept: [String] {
        let all: [String] =
            switch self {
            case .request: EvidenceTable.request.columns.map(\.name)
            case .answer: EvidenceTable.answer.columns.map(\.name)
            case .item: Schema.itemColumns
            }
        return all.filter { name in !payload.contains { $0.column == name } }
    }

    private var order: String { self == .item ? "run, no" : "seq" }

    /// What tells a bare row.
    ///
    /// No whole row looks like this: an answer with a status has headers, if only an empty text,
    /// and every request has an address.
    var isBare: String {
        let empty = payload.map { "\($0.column) IS \($0.empty)" }.joined(separator: " AND ")
        return switch self {
        case .request: empty
        case .answer: "status IS NOT NULL AND \(empty)"
        case .item: "\(empty) AND \(Self.hasLeaf("item"))"
        }
    }

    private static func hasLeaf(_ row: String) -> String {
        """
        EXISTS (SELECT 1 FROM item_leaf kept WHERE kept.run = \(row).run AND kept.no = \(row).no)
        """
    }

    func selectKept(where condition: String) -> String {
        """
        SELECT \(kept.joined(separator: ", ")) FROM \(table)
        WHERE \(condition) ORDER BY \(order)
        """
    }

    func strip(where condition: String) -> String {
        let empty = payload.map { "\($0.column) = \($0.empty)" }.joined(separator: ", ")
        return "UPDATE \(table) SET \(empty) WHERE \(condition) AND NOT (\(isBare))"
    }
}

// MARK: The guards
extension ArchivedPart {
    /// Holds while an archive is begun and not ended.
    private static let isArchiving = """
        (SELECT act FROM act WHERE act IN ('archive', 'archive_ended')
            ORDER BY seq DESC LIMIT 1) IS 'archive'
        """

    /// Nothing of a row changes but that an archive makes it bare.
    ///
    /// `IS` throughout: a NULL in a trigger's condition would let the change pass.
    var guardSQL: String {
        let stays = kept + (self == .item ? [] : [EvidenceTable.leaf.name])
        let same = stays.map { "NEW.\($0) IS OLD.\($0)" }
        let empty = payload.map { "NEW.\($0.column) IS \($0.empty)" }
        let leaf = self == .item ? [Self.hasLeaf("NEW")] : []
        let conditions = same + empty + leaf + [Self.isArchiving]
        return """
            CREATE TRIGGER \(table)_no_update BEFORE UPDATE ON \(table)
            WHEN NOT (\(conditions.joined(separator: "\n    AND ")))
            BEGIN SELECT RAISE(ABORT, '\(table) rows are evidence: insert only'); END
            """
    }
}
