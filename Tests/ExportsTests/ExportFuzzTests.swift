// SPDX-License-Identifier: MIT

import Formats
import Glibc
import Model
import Testing

@testable import Exports

/// Whole exports from a seed: 1,000 by default, `RESCIND_FUZZ` divided by 20 otherwise.
struct ExportFuzzTests {
    static let inputs =
        getenv("RESCIND_FUZZ").flatMap { Int(String(cString: $0)) }.map { $0 / 20 } ?? 1000

    static let tokens: [String] = [
        "id", "status", "cost", "created_at", "account", "links", "\"", "\"\"", ",", ";", "\t",
        "\n",
        "\r\n", "\u{0}", "'", "=", "-1", "12,30", "€5", "1.5E+10", "46346", "5/3/2026",
        "2026-11-20T10:00:00Z", "é", "\u{FEFF}", " ", "se-1", "{", "}", "[", "]", ":", "null", "1",
        "\"id\":", "\"a\":{\"b\":1}", "[{\"rel\":\"self\"}]", "\\u00e9", "sep=;",
    ]

    @Test func `no export traps, whatever is in it`() throws {
        var generator = Seeded(77)
        let file = TemporaryFile("")
        let rules = RuleSet(
            scope: Rule("s", "1"), due: [Rule("d", "id <> '' OR num(id) > 1")],
            hold: [Rule("h", "day(id) > ''")])
        var read = 0
        for _ in 0..<Self.inputs {
            file.write(Self.input(&generator))
            do {
                let options = ExportOptions.test {
                    $0.provider = ProviderName.allCases.randomElement(using: &generator)
                    $0.dateOrder = Bool.random(using: &generator) ? .dayFirst : nil
                }
                let table = try ExportTable(file.path, options)
                let compiled = try? table.compile(rules)
                try table.scan(compiled) { row throws(Problem) in
                    read += 1
                    _ = (row.unreadable, row.id.text, row.cost, row.currency.text, row.raw.count)
                    _ = (row.checkedID() == nil, row.idLooksRounded, row.originals())
                    for field in CanonicalField.allCases { _ = row.text(field) }
                    _ = try row.ageDays()
                }
            } catch {
                #expect(!error.what.isEmpty)
            }
        }
        #expect(read > Self.inputs / 10)
    }

    static func input(_ generator: inout Seeded) -> [UInt8] {
        let start =
            ["id,status\n", "[{\"id\":1},", "{\"data\":[", "id;cost\n", ""]
            .randomElement(using: &generator) ?? ""
        var bytes = Array(start.utf8)
        for _ in 0..<Int.random(in: 0...40, using: &generator) {
            if Int.random(in: 0..<30, using: &generator) == 0 {
                bytes.append(UInt8.random(in: 0...255, using: &generator))
            }
            bytes += Array((tokens.randomElement(using: &generator) ?? "").utf8)
        }
        return bytes
    }
}
