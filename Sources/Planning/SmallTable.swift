// SPDX-License-Identifier: MIT

import Exports
import Formats
import Glibc
import Job
import Model

/// A list a person keeps, read whole: the hold list, or the shipments of `--only`.
struct SmallTable {
    static let bytesMax = 64 << 20

    /// The cells of the first line as names, for finding columns.
    let header: [String]
    /// The first line as it is written, for a list without a header.
    let first: [String]
    let rows: [(line: Int, cells: [String])]
    private let path: String

    /// Reads a CSV; a row that cannot be read makes the whole list unreadable, because the row
    /// that is missing may be the one that protects a shipment.
    init(_ path: String, what: String) throws(Problem) {
        let bytes = try Self.bytes(of: path, what)
        let delimiter = Self.delimiter(of: bytes)
        var reader = CSV.Reader(delimiter: delimiter)
        reader.feed(bytes.span)
        reader.finish()
        var rows: [(line: Int, cells: [String])] = []
        while case .row = reader.next() {
            if let fault = reader.fault {
                throw Problem(
                    .usage, "\(what) cannot be read: \(fault)", at: "\(path) line \(reader.line)",
                    next: "mend the line: a list is read whole or not at all")
            }
            let cells = reader.texts.map { $0.trimmedCell }
            rows.append((reader.line, cells))
        }
        self.path = path
        first = rows.first?.cells ?? []
        header = first.map { $0.lowercased() }
        self.rows = Array(rows.dropFirst())
    }

    /// The column of the first of these names; two of one name are a list that cannot be read.
    func column(_ names: [String]) throws(Problem) -> Int? {
        for name in names {
            guard let place = header.firstIndex(of: name) else { continue }
            guard header.lastIndex(of: name) == place else {
                throw Problem(
                    .usage, "two columns are called \(name)", at: "\(path) line 1",
                    next: "name each column once: a list is read whole or not at all")
            }
            return place
        }
        return nil
    }

    /// The separator that stands most often in the first line.
    private static func delimiter(of bytes: [UInt8]) -> UInt8 {
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
        let counts = CSV.delimiters.map { delimiter in
            (delimiter, line.count(where: { $0 == delimiter }))
        }
        return counts.max { $0.1 < $1.1 }?.0 ?? CSV.comma
    }

    private static func bytes(of path: String, _ what: String) throws(Problem) -> [UInt8] {
        let file: Int32
        do throws(InputFile.Fault) { file = try InputFile.open(path) } catch {
            throw Problem(
                .usage, "\(what) cannot be opened: \(error.words)", at: path,
                next: "ls -l \(path)")
        }
        defer { close(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(file, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0, bytes.count + count <= bytesMax else {
                throw Problem(
                    .usage, "\(what) cannot be read whole", at: path, next: "ls -l \(path)")
            }
            if count == 0 { break }
            bytes += piece.prefix(count)
        }
        return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    }
}
