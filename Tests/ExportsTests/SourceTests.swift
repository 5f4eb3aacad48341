// SPDX-License-Identifier: MIT

import Glibc
import Model
import Testing

@testable import Exports

struct SourceTests {
    @Test(.timeLimit(.minutes(1))) func `a FIFO is refused at once and not waited for`() {
        let path = "/tmp/rescind-fifo-\(UInt64.random(in: 0 ... .max)).csv"
        mkfifo(path, 0o600)
        defer { unlink(path) }
        let problem = #expect(throws: Problem.self) { try ExportTable(path) }
        #expect(problem?.word == .exportMissing)
        #expect(problem?.what.contains("it is no regular file") == true)
    }

    /// Everything a source gives, in pieces of `pieceBytes`.
    static func content(
        of name: String, pieceBytes: Int = 100_000,
        digest: @escaping (UnsafeRawBufferPointer) -> Void = { _ in }
    ) throws -> (bytes: [UInt8], source: ExportSource) {
        let source = try ExportSource(name, digest: digest)
        var bytes: [UInt8] = []
        var space = [UInt8](repeating: 0, count: pieceBytes)
        while case let count = try space.withUnsafeMutableBytes({ try source.read(into: $0) }),
            count > 0
        {
            bytes += space[..<count]
        }
        try source.finish()
        return (bytes, source)
    }

    static func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
        let plain = TemporaryFile(bytes)
        #expect(system("gzip -kn \(plain.path)") == 0)
        defer { unlink(plain.path + ".gz") }
        let source = try RawFile(plain.path + ".gz") { _ in }
        var space = [UInt8](repeating: 0, count: bytes.count + 1000)
        let count = try space.withUnsafeMutableBytes { try source.read(into: $0) }
        return Array(space[..<count])
    }

    static let table = "id,status\nse-1,pending\nse-2,pending\n"

    @Test func `the digest sees the file as it is on disk, and the content is unpacked`() throws {
        let large = Array(String(repeating: Self.table, count: 20_000).utf8)
        let packed = try Self.gzip(large)
        let file = TemporaryFile(packed, name: "export.csv.gz")
        var seen: [UInt8] = []
        let (bytes, source) = try Self.content(of: file.path) { seen += $0 }
        #expect(bytes == large)
        #expect(seen == packed)
        #expect(source.isGzip)
        #expect(source.facts.byteCount == Int64(packed.count))
        #expect(source.facts.modifiedAt != nil)
    }

    @Test func `members of a gzip file follow each other, and zeros after them are padding`() throws
    {
        let parts = try Self.gzip(Array("id,status\n".utf8)) + Self.gzip(Array("se-1,x\n".utf8))
        let file = TemporaryFile(parts + [UInt8](repeating: 0, count: 700), name: "a.gz")
        #expect(try Self.content(of: file.path).bytes == Array("id,status\nse-1,x\n".utf8))
    }

    @Test func `a gzip file that is cut off is refused`() throws {
        let packed = try Self.gzip(Array(String(repeating: Self.table, count: 5000).utf8))
        let file = TemporaryFile(Array(packed.dropLast(20)))
        let problem = #expect(throws: Problem.self) { try Self.content(of: file.path) }
        #expect(problem?.word == .notATable)
        #expect(problem?.what.contains("cut off") == true)
    }

    @Test func `a damaged gzip file is refused`() throws {
        var packed = try Self.gzip(Array(Self.table.utf8))
        packed[packed.count - 6] ^= 0xFF
        let file = TemporaryFile(packed)
        let problem = #expect(throws: Problem.self) { try Self.content(of: file.path) }
        #expect(problem?.what.contains("damaged") == true)
    }

    struct Written: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var bytes: [UInt8]
        var text: String
        var encoding: Encoding
    }

    static func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
        text.utf16.flatMap {
            let pair = [UInt8($0 >> 8), UInt8($0 & 255)]
            return bigEndian ? pair : pair.reversed()
        }
    }

    static let text = "id,name\nse-1,Zoë\nse-2,日本 🚚\n"
    static let written = [
        Written(testDescription: "UTF-8", bytes: Array(text.utf8), text: text, encoding: .utf8),
        Written(
            testDescription: "UTF-8 with a mark", bytes: [0xEF, 0xBB, 0xBF] + Array(text.utf8),
            text: text, encoding: .utf8),
        Written(
            testDescription: "UTF-16LE with a mark",
            bytes: [0xFF, 0xFE] + utf16(text, bigEndian: false), text: text,
            encoding: .utf16LittleEndian),
        Written(
            testDescription: "UTF-16BE with a mark",
            bytes: [0xFE, 0xFF] + utf16(text, bigEndian: true), text: text,
            encoding: .utf16BigEndian),
        Written(
            testDescription: "UTF-16LE without a mark", bytes: utf16(text, bigEndian: false),
            text: text, encoding: .utf16LittleEndian),
        Written(
            testDescription: "UTF-16BE without a mark", bytes: utf16(text, bigEndian: true),
            text: text, encoding: .utf16BigEndian),
        Written(
            testDescription: "Windows-1252",
            bytes: Array("id,name,cost\nse-1,Zo".utf8) + [0xEB, 0x2C, 0x80] + Array("5\n".utf8)
                + [0xFF],
            text: "id,name,cost\nse-1,Zoë,€5\nÿ", encoding: .windows1252),
        Written(
            testDescription: "UTF-8 with a damaged byte stays UTF-8",
            bytes: Array("id\nZoë\n".utf8) + [0xEB, 0x0A], text: "",
            encoding: .utf8),
    ]

    @Test(arguments: written, [16, 33, 100_000])
    func `the text arrives as UTF-8`(_ file: Written, _ pieceBytes: Int) throws {
        let stored = TemporaryFile(file.bytes)
        let (bytes, source) = try Self.content(of: stored.path, pieceBytes: pieceBytes)
        #expect(source.encoding == file.encoding)
        let expected = file.text.isEmpty ? file.bytes : Array(file.text.utf8)
        #expect(bytes == expected)
    }

    @Test func `the first character that is not ASCII may stand on the edge of a piece`() throws {
        for length in 60_000..<60_010 {
            let text = String(repeating: "x", count: length) + "日本"
            let stored = TemporaryFile(text)
            let (bytes, source) = try Self.content(of: stored.path, pieceBytes: 60_005)
            #expect(source.encoding == .utf8)
            #expect(bytes == Array(text.utf8))
        }
    }

    @Test func `half a surrogate pair is refused`() throws {
        let file = TemporaryFile(
            [0xFF, 0xFE] + Self.utf16("id\n", bigEndian: false) + [0x00, 0xD8])
        let problem = #expect(throws: Problem.self) { try Self.content(of: file.path) }
        #expect(problem?.word == .notATable)
        #expect(problem?.next == "save the export as CSV UTF-8")
    }

    @Test func `a file that grows while it is read is export_changed`() throws {
        let file = TemporaryFile(Self.table)
        let source = try ExportSource(file.path)
        file.write(Array("se-3,pending\n".utf8), mode: "a")
        var space = [UInt8](repeating: 0, count: 1000)
        while try space.withUnsafeMutableBytes({ try source.read(into: $0) }) > 0 {}
        let problem = #expect(throws: Problem.self) { try source.finish() }
        #expect(problem?.word == .exportChanged)
        #expect(problem?.what == "the file changed while it was read")
    }

    @Test func `a file that is cut short while it is read is export_changed, not a signal`() throws
    {
        let file = TemporaryFile(String(repeating: Self.table, count: 10_000))
        let source = try ExportSource(file.path)
        truncate(file.path, 100)
        var space = [UInt8](repeating: 0, count: 100_000)
        while try space.withUnsafeMutableBytes({ try source.read(into: $0) }) > 0 {}
        let problem = #expect(throws: Problem.self) { try source.finish() }
        #expect(problem?.word == .exportChanged)
    }

    @Test(arguments: [
        ("", ErrorWord.notATable, "empty"), (" \n\r\n", .notATable, "empty"),
        ("PK\u{3}\u{4}rest", .notATable, "Excel"), ("%PDF-1.7", .notATable, "PDF"),
        ("<!DOCTYPE html><html>", .notATable, "web page"),
    ])
    func `what is no table is refused with a sentence`(
        _ content: String, _ word: ErrorWord, _ part: String
    ) {
        let file = TemporaryFile(content)
        let problem = #expect(throws: Problem.self) { try ExportSource(file.path) }
        #expect(problem?.word == word)
        #expect(problem?.what.contains(part) == true)
        #expect(problem?.place == file.path)
    }

    @Test func `a missing file and a folder are export_missing`() {
        for path in ["/tmp/rescind-there-is-no-such-file.csv", "/tmp"] {
            let problem = #expect(throws: Problem.self) { try ExportSource(path) }
            #expect(problem?.word == .exportMissing)
        }
    }

    @Test(arguments: [
        ("a.csv", "{}", Form.csv), ("a.TSV", "x", .csv), ("a.json", "id", .json),
        ("a.jsonl", "[", .ndjson), ("a.ndjson.gz", "x", .ndjson), ("a.txt", "  [1]", .json),
        ("a", "{\"a\":1}\n{\"a\":2}\n", .ndjson), ("a", "{\"a\":1}\n", .json),
        ("a", "{\n\"a\":1}", .json), ("a", "id,status\n", .csv),
    ])
    func `the form is decided by the name, then by the first byte`(
        _ name: String, _ content: String, _ form: Form
    ) throws {
        let file = TemporaryFile(content, name: name)
        #expect(try ExportSource(file.path).form == form)
    }
}
