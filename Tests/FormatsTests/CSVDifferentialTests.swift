// SPDX-License-Identifier: MIT

import Formats
import Glibc
import Testing

/// Holds the reader against Python's csv module over generated files.
struct CSVDifferentialTests {
    static let python: String? = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
        (path: String) in access(path, X_OK) == 0
    }

    /// Prints each row as hexadecimal cells, so that nothing can hide in between.
    static let script = """
        import csv, sys
        csv.field_size_limit(1 << 30)
        with open(sys.argv[1], newline='', encoding='utf-8') as file:
            for row in csv.reader(file, delimiter=sys.argv[2]):
                if row and row != ['']:
                    print(' '.join('x' + cell.encode().hex() for cell in row))
        """

    @Test(.enabled(if: python != nil), arguments: [CSV.comma, CSV.semicolon, CSV.tab, CSV.bar])
    func `it reads what another reader reads`(_ delimiter: UInt8) throws {
        let path = "/tmp/rescind-csv-\(getpid())-\(delimiter).csv"
        defer { unlink(path) }
        let bytes = Self.document(delimiter, seed: UInt64(delimiter))
        try Self.write(bytes, to: path)
        let theirs = try Self.pythonRows(path, delimiter)
        let ours = readCSV([bytes[...]], delimiter: delimiter).map { row in
            row.cells.map { "x" + $0.utf8.map { Self.hex($0) }.joined() }.joined(separator: " ")
        }
        #expect(ours.count > 3000)
        #expect(ours.count == theirs.count)
        #expect(zip(ours, theirs).first { $0 != $1 } == nil)
    }

    static func hex(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }

    /// Rows full of quotes, delimiters and line ends; quoted whenever that is needed, and often
    /// when not.
    static func document(_ delimiter: UInt8, seed: UInt64) -> [UInt8] {
        var generator = SeededGenerator(seed: seed)
        var text: [UInt8] = []
        for _ in 0..<4000 {
            let cells = Int.random(in: 2...6, using: &generator)
            for index in 0..<cells {
                if index > 0 { text.append(delimiter) }
                text += cell(delimiter, &generator)
            }
            text += Array((["\n", "\r\n"].randomElement(using: &generator) ?? "\n").utf8)
        }
        return text
    }

    static func cell(_ delimiter: UInt8, _ generator: inout SeededGenerator) -> [UInt8] {
        let wild: [UInt8] = Array("ab\"\"\n\r ;,|\t'x0".utf8) + [delimiter]
        let tame: [UInt8] = Array("abc 019.-".utf8)
        let isWild = Bool.random(using: &generator)
        let content = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
            (isWild ? wild : tame).randomElement(using: &generator) ?? 97
        }
        guard isWild || Int.random(in: 0..<4, using: &generator) == 0 else { return content }
        return [34] + content.flatMap { $0 == 34 ? [34, 34] : [$0] } + [34]
    }

    static func write(_ bytes: [UInt8], to path: String) throws {
        let file = try #require(fopen(path, "w"))
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }

    static func pythonRows(_ path: String, _ delimiter: UInt8) throws -> [String] {
        let script = path + ".py"
        defer { unlink(script) }
        try write(Array(Self.script.utf8), to: script)
        let mark = String(UnicodeScalar(delimiter))
        let command = "\(python ?? "") \(script) \(path) '\(mark)'"
        let pipe = try #require(popen(command, "r"))
        defer { pclose(pipe) }
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while case let count = fread(&chunk, 1, chunk.count, pipe), count > 0 {
            output += chunk[..<count]
        }
        return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
