// SPDX-License-Identifier: MIT

import Audit
import Exports
import Glibc
import Model
import Planning
import Proof

/// Finds the rows of a shipment in the exports a plan was made from, and judges them again.
struct ExportSearch {
    private(set) var rows: [RowTrial] = []
    /// Why rows of an export could not be shown, in sentences.
    private(set) var notes: [String] = []
    /// The first export that was kept under its hash and has other bytes now.
    private(set) var altered: String?

    init(_ run: RunRecord, _ name: ShipmentName) throws {
        for (source, reading) in try StoredReading.all(of: run).enumerated() {
            let files = Self.readable([reading.kept, reading.path])
            if files.isEmpty {
                notes.append(
                    "\(reading.path) was not kept and is gone: its rows cannot be judged again")
            }
            for file in files {
                guard !take(file, name, reading, source: source) else { break }
            }
        }
    }

    /// Whether the file is the one that was planned; its rows count only then.
    private mutating func take(
        _ file: String, _ name: ShipmentName, _ reading: StoredReading, source: Int
    ) -> Bool {
        do throws(Problem) {
            let found = try Self.search(file, name, reading, source: source)
            if found.sha256 == reading.sha256 {
                rows += found.rows
                return true
            }
            notes.append("\(file) is another file now than the one that was planned")
        } catch {
            notes.append("\(file) cannot be read again: \(error.what)")
        }
        noteAltered(file, reading)
        return false
    }

    /// Bytes that no longer fit the name they are kept under were changed by somebody.
    private mutating func noteAltered(_ file: String, _ reading: StoredReading) {
        guard file == reading.kept, let now = try? FileDigest.of(file), now != reading.sha256
        else { return }
        altered = altered ?? file
    }

    private static func readable(_ paths: [String?]) -> [String] {
        paths.compactMap { $0 }.filter { !$0.isEmpty && $0 != "-" && access($0, R_OK) == 0 }
    }

    private static func search(
        _ file: String, _ name: ShipmentName, _ reading: StoredReading, source: Int
    ) throws(Problem) -> (rows: [RowTrial], sha256: String) {
        let hash = RunningHash()
        var options = reading.options
        options.digest = hash.take
        let table = try ExportTable(file, options)
        let trial = TrialRules(reading.rules, table)
        let compiled = try table.compile(reading.rules, terms: trial.terms)
        var rows: [RowTrial] = []
        try table.scan(compiled) { row throws(Problem) in
            guard name.names(row) else { return }
            if reading.isShared, row.text(.account) != reading.options.account { return }
            let isWhole = row.fault == nil
            rows.append(
                RowTrial(
                    source: source, path: reading.path, line: row.line,
                    id: isWhole ? String(decoding: row.id, as: UTF8.self) : "",
                    account: isWhole ? row.text(.account) : "", unreadable: row.unreadable,
                    verdict: row.verdict,
                    rules: row.unreadable == nil ? trial.verdicts(on: row) : []))
        }
        return (rows, hash.hex)
    }
}

/// Takes in the bytes of a file as they are read.
private final class RunningHash {
    private var hash = SHA256()

    func take(_ bytes: UnsafeRawBufferPointer) { hash.update(bytes) }

    var hex: String { hash.digest.hex }
}
