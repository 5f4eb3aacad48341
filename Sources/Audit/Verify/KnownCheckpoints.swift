// SPDX-License-Identifier: MIT

import Model
import Proof
import SQLite

/// Every checkpoint there is to hold the log against, from wherever it comes.
struct KnownCheckpoints {
    /// What a log of this size must hash to, and who says so.
    struct Claim {
        let size: Int
        let root: Digest
        let place: String
        var isSigned = true
    }

    private(set) var claims: [Claim] = []
    private(set) var faults: [AuditFault] = []
    private(set) var remarks: [String] = []
    /// How many the database holds.
    private(set) var count = 0

    private let origin: String
    private let verifiers: [NoteVerifier]

    init(origin: String, verifiers: [NoteVerifier]) {
        self.origin = origin
        self.verifiers = verifiers
    }

    /// Those of the database and of the file beside it, which must be the same.
    mutating func add(_ connection: Connection, beside file: CheckpointFile?) throws {
        let stored = try connection.all("SELECT size, note FROM checkpoint ORDER BY size") {
            (size: $0.int(0), note: $0.text(1))
        }
        count = stored.count
        for (size, text) in stored { take(text, "checkpoint \(size)", storedAs: size) }
        guard let file else { return }
        guard let content = try file.read() else {
            missing(file, stored.count, beside: connection.path)
            return
        }
        compare(content, with: stored, file.path)
    }

    /// Those of a file that was kept elsewhere.
    mutating func add(_ file: CheckpointFile) throws {
        guard let content = try file.read() else {
            throw Problem(
                .usage, "there is no such file of checkpoints", at: file.path,
                next: "ls -l \(file.path)")
        }
        if content.entries.isEmpty {
            throw Problem(
                .usage, "it holds no checkpoint", at: file.path,
                next: "name a copy of the file that ends in .checkpoints")
        }
        for (number, entry) in content.entries.enumerated() {
            take(entry.text, "\(file.path), note \(number + 1)")
        }
    }

    /// What was noted when something last left; its word counts, though nobody signed it.
    mutating func add(_ mark: Checkpoint, _ path: String) {
        guard mark.origin == origin else {
            faults.append(AuditFault(path, "it is of another log, \(mark.origin)"))
            return
        }
        claims.append(Claim(size: mark.size, root: mark.root, place: path, isSigned: false))
    }

    /// Checks the signature and keeps what the note says.
    @discardableResult
    private mutating func take(_ text: String, _ place: String, storedAs: Int64? = nil) -> Int64? {
        do {
            let checkpoint = try SignedNote(parsing: text).checkpoint(verifiedBy: verifiers)
            guard checkpoint.origin == origin else {
                faults.append(AuditFault(place, "it is of another log, \(checkpoint.origin)"))
                return nil
            }
            if let storedAs, Int64(checkpoint.size) != storedAs {
                faults.append(AuditFault(place, "its note is of size \(checkpoint.size)"))
                return nil
            }
            claims.append(Claim(size: checkpoint.size, root: checkpoint.root, place: place))
            return Int64(checkpoint.size)
        } catch {
            faults.append(AuditFault(place, "\(error)"))
            return nil
        }
    }
}

// MARK: The file beside the database
extension KnownCheckpoints {
    /// A copy is sent without the file.
    ///
    /// Where nights ran, their lock lies beside the record, and the file did too; a kill between
    /// the first checkpoint and the file leaves out one note.
    private mutating func missing(
        _ file: CheckpointFile, _ count: Int, beside database: String
    ) {
        if count > 1, SmallFile.exists(database + ".lock") {
            faults.append(AuditFault(file.path, "the checkpoint file is gone"))
        } else if count > 0 {
            remarks.append("there is no checkpoint file beside the database")
        }
    }

    private mutating func compare(
        _ content: CheckpointFile.Content, with stored: [(size: Int64, note: String)],
        _ path: String
    ) {
        var inFile: [Int64: String] = [:]
        var last: Int64 = -1
        for (number, entry) in content.entries.enumerated() {
            let place = "\(path), note \(number + 1)"
            guard let size = take(entry.text, place) else { continue }
            if size <= last { faults.append(AuditFault(place, "it is not in order")) }
            inFile[size] = entry.text
            last = max(last, size)
        }
        let newest = stored.last?.size
        for (size, note) in stored { compare(size, note, inFile[size], newest, path) }
        compareRest(content.rest, stored.last?.note, path)
        let unknown = Set(inFile.keys).subtracting(stored.map(\.size)).sorted()
        for size in unknown {
            if size > newest ?? -1, size == last {
                remarks.append("the newest checkpoint, of size \(size), is only in the file")
            } else {
                faults.append(AuditFault("checkpoint \(size)", "it is missing in the database"))
            }
        }
    }

    /// A kill between commit and append leaves out the newest, and no other.
    private mutating func compare(
        _ size: Int64, _ note: String, _ other: String?, _ newest: Int64?, _ path: String
    ) {
        if let other {
            if other != note {
                faults.append(AuditFault("checkpoint \(size)", "it differs from that in \(path)"))
            }
        } else if size == newest {
            remarks.append("the newest checkpoint, of size \(size), is only in the database")
        } else {
            faults.append(AuditFault("checkpoint \(size)", "it is missing in \(path)"))
        }
    }

    private mutating func compareRest(_ rest: [UInt8], _ newest: String?, _ path: String) {
        if rest.isEmpty { return }
        if let newest, newest.utf8.starts(with: rest) {
            remarks.append("the checkpoint file ends in the middle of its newest note")
        } else {
            faults.append(AuditFault(path, "it does not end with a whole note"))
        }
    }
}
