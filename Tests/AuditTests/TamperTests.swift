// SPDX-License-Identifier: MIT

import Audit
import Formats
import Glibc
import Model
import Proof
import SQLite
import Testing

/// A record, closed and copied, to be changed by one who rules the machine but not the key.
struct Copies {
    let night: Night
    let original: [UInt8]
    let checkpoints: [UInt8]

    init(_ kind: Kind = .record) async throws {
        night = try kind == .record ? Night.eventful() : Night.decided()
        if kind != .record { try await night.archive() }
        #expect(try night.connection.checkpoint())
        original = contents(kind == .archive ? night.archivePath : night.path)
        checkpoints =
            kind == .archive
            ? Array(try night.checkpointNotes(night.archivePath).utf8)
            : contents(night.path + ".checkpoints")
    }

    /// What is tampered with: a record, one from which an archive took its oldest run, or that
    /// archive's own file.
    enum Kind: CaseIterable { case record, archived, archive }

    /// A copy of its own for one change.
    func copy(_ name: String) -> String {
        let folder = night.folder.file(name)
        mkdir(folder, 0o700)
        write(original, to: folder + "/audit.db")
        write(checkpoints, to: folder + "/audit.db.checkpoints")
        return folder + "/audit.db"
    }

    /// What our verifier says: whether it is whole, and the first record that is not.
    func ours(_ path: String) async -> Judgement {
        do {
            var verifier = AuditVerifier(path: path, verifiers: [night.key.verifier])
            // So short that a fault may lie in one block and show in another.
            verifier.blockRecords = 8
            let finding = try await verifier.run()
            return Judgement(
                isWhole: finding.faults.isEmpty, record: finding.firstBad?.record,
                words: finding.firstBad.map(\.description) ?? "")
        } catch {
            return Judgement(isWhole: false, record: nil, words: "\(error)")
        }
    }

    /// What the second verifier says of each.
    func theirs(_ paths: [String]) throws -> [Judgement] {
        let list = paths.map { "'\($0)'" }.joined(separator: " ")
        let output = night.folder.file("theirs")
        let key = SigningKey.publicPath(of: night.keyPath)
        shell("python3 '\(Python.script)' \(list) --key '\(key)' > '\(output)' 2>&1")
        return try contents(output).split(separator: UInt8(ascii: "\n")).map { line in
            let bad = try JSON.parse(Array(line))["first_bad"]
            return Judgement(
                isWhole: bad?.isNull ?? false, record: bad?["record"]?.int.map(Int64.init),
                words: bad?["what"]?.string ?? "")
        }
    }

    struct Judgement {
        var isWhole: Bool
        var record: Int64?
        var words: String
    }
}

@Suite struct TamperTests {
    /// The kinds of change are the same for all three; what is left out is their repetition.
    static func sqlChanges(of kind: Copies.Kind) -> Int { kind == .record ? 250 : 92 }
    static func byteChanges(of kind: Copies.Kind) -> Int { kind == .record ? 150 : 50 }

    @Test(arguments: Copies.Kind.allCases)
    func `every single change by SQL is caught and named by both verifiers`(
        of kind: Copies.Kind
    ) async throws {
        let copies = try await Copies(kind)
        var random = Dice(seed: 20_261_120)
        var changed: [(path: String, what: String, kind: String)] = []
        for number in 0..<Self.sqlChanges(of: kind) {
            let path = copies.copy("sql-\(number)")
            let vandal = try Vandal(path)
            let kinds = kind == .record ? Vandal.kinds : Vandal.archiveKinds
            let change = kinds[number % kinds.count]
            let what = try vandal.change(change, &random)
            changed.append((path, what, change))
        }
        try await judge(changed, copies)
    }

    @Test(arguments: Copies.Kind.allCases)
    func `every changed byte of a record is caught and named by both verifiers`(
        of kind: Copies.Kind
    ) async throws {
        let copies = try await Copies(kind)
        var random = Dice(seed: 7)
        let before = Dump(copies.copy("untouched"))
        var changed: [(path: String, what: String, kind: String)] = []
        var tries = 0
        while changed.count < Self.byteChanges(of: kind), tries < 5000 {
            tries += 1
            let offset = Int.random(in: 0..<copies.original.count, using: &random)
            var bytes = copies.original
            bytes[offset] ^= UInt8.random(in: 1...255, using: &random)
            let path = copies.copy("byte-\(changed.count)")
            write(bytes, to: path)
            // A byte nothing is stored in is no change of the record.
            if Dump(path) != before { changed.append((path, "byte \(offset)", "byte")) }
        }
        #expect(changed.count == Self.byteChanges(of: kind))
        try await judge(changed, copies)
        #expect(await copies.ours(copies.copy("elsewhere")).isWhole)
    }

    private func judge(
        _ changed: [(path: String, what: String, kind: String)], _ copies: Copies
    ) async throws {
        let untouched = try copies.theirs([copies.copy("untouched-\(changed.count)")])
        #expect(untouched.map(\.isWhole) == [true])
        let theirs = try copies.theirs(changed.map(\.path))
        #expect(theirs.count == changed.count)
        for (change, their) in zip(changed, theirs) {
            let ours = await copies.ours(change.path)
            #expect(!ours.isWhole, "not caught: \(change.what)")
            #expect(!ours.words.isEmpty)
            #expect(!their.isWhole, "not caught by the second: \(change.what), ours: \(ours.words)")
            if change.kind != "byte" {
                #expect(
                    ours.record == their.record,
                    "\(change.what): \(ours.words) | \(their.words)")
            }
        }
    }
}

/// Everything a database holds, as its readers see it; nil where it cannot be read.
struct Dump: Equatable {
    var rows: [[Value]]?

    init(_ path: String) {
        rows = try? Self.read(path)
    }

    private static func read(_ path: String) throws -> [[Value]] {
        let connection = try Connection.reader(path)
        var rows: [[Value]] = [
            [.integer(Int64(try connection.applicationID()))],
            [.integer(Int64(try connection.schemaVersion()))],
        ]
        let tables = [
            "sqlite_schema", "log_head", "checkpoint", "run", "item", "label", "export", "request",
            "answer",
            "verdict", "act", "item_state", "item_leaf", "label_state", "compared", "credit",
        ]
        for table in tables {
            try connection.each("SELECT * FROM \(table)") { row in
                rows.append((0..<row.columnCount).map { row.value($0) })
            }
        }
        try connection.each("PRAGMA integrity_check") { rows.append([.text($0.text(0))]) }
        return rows
    }
}

/// Random numbers that are the same every time.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }

    mutating func next() -> UInt64 {
        state = state &+ 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
