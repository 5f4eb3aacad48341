// SPDX-License-Identifier: MIT

/// How the rows of an export are written.
package enum Form: Sendable, Equatable {
    case csv
    /// A list, an object that holds a list, or one lone object.
    case json
    /// One object a line.
    case ndjson

    /// By the name, whose `.gz` does not count; standard input and other names have none.
    static func named(_ name: String) -> Form? {
        var name = name.lowercased()
        if name.hasSuffix(".gz") { name.removeLast(3) }
        let byEnding: [(String, Form)] = [
            (".csv", .csv), (".tsv", .csv), (".json", .json), (".ndjson", .ndjson),
            (".jsonl", .ndjson),
        ]
        return byEnding.first { name.hasSuffix($0.0) }?.1
    }

    /// By the first byte that is not blank.
    ///
    /// An object whose first line is whole and is followed by another object is NDJSON.
    static func seen(in head: [UInt8]) -> Form {
        let start = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head[...]
        let text = start.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        switch text.first {
        case UInt8(ascii: "["): return .json
        case UInt8(ascii: "{"): return isLines(text) ? .ndjson : .json
        default: return .csv
        }
    }

    private static func isLines(_ text: ArraySlice<UInt8>) -> Bool {
        guard let end = text.firstIndex(of: 0x0A) else { return false }
        let isClosed = text[..<end].last { ![0x20, 0x09, 0x0D].contains($0) } == UInt8(ascii: "}")
        let second = text[end...].first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        return isClosed && second == UInt8(ascii: "{")
    }
}

/// Files that people take for an export and that are none.
enum Foreign {
    private static let signatures: [([UInt8], String, String)] = [
        (
            [0x50, 0x4B, 0x03, 0x04], "this is an Excel workbook or a zip archive, not a table",
            "open it in Excel and save it as CSV UTF-8"
        ),
        (
            [0xD0, 0xCF, 0x11, 0xE0], "this is an old Excel workbook, not a table",
            "open it in Excel and save it as CSV UTF-8"
        ),
        (Array("%PDF".utf8), "this is a PDF, not a table", "export CSV or JSON instead"),
        (
            Array("SQLite format 3".utf8), "this is an SQLite database, not an export",
            "export CSV or JSON instead"
        ),
        (Array("PAR1".utf8), "this is a Parquet file, not a table", "export CSV or JSON instead"),
        ([0x28, 0xB5, 0x2F, 0xFD], "this is compressed with zstd", "unpack it first: zstd -d"),
        (Array("BZh".utf8), "this is compressed with bzip2", "unpack it first: bunzip2"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "this is compressed with xz", "unpack it first: xz -d"),
        ([0xFF, 0xFE, 0x00, 0x00], "this is UTF-32", "save the export as CSV UTF-8"),
        ([0x00, 0x00, 0xFE, 0xFF], "this is UTF-32", "save the export as CSV UTF-8"),
    ]

    /// What the file is instead of an export, and what to do about it.
    static func seen(in head: [UInt8]) -> (what: String, next: String)? {
        if let found = signatures.first(where: { head.starts(with: $0.0) }) {
            return (found.1, found.2)
        }
        let text = String(decoding: head.prefix(64), as: UTF8.self).lowercased()
            .drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        let isPage = ["<!doctype", "<html", "<?xml"].contains { text.hasPrefix($0) }
        return isPage
            ? (
                "this is a web page or XML, perhaps the login page instead of the export",
                "download the export again as CSV or JSON"
            ) : nil
    }
}
