// SPDX-License-Identifier: MIT

import Audit
import Formats
import Glibc
import Model
import SQLite

/// The exports that a record's plans were made from, as they are kept under their hashes.
struct KeptExports {
    private(set) var altered: [String] = []
    private(set) var missing: [String] = []

    /// Hashes every one that is there, each once.
    init(_ connection: Connection) throws {
        var seen: Set<String> = []
        let plans = try connection.all("SELECT plan FROM run ORDER BY run") { $0.text(0) }
        for plan in plans {
            let exports = (try? JSON.parse(Array(plan.utf8)))?["exports"]?.array ?? []
            for export in exports {
                guard let path = export["kept"]?.string, let sha256 = export["sha256"]?.string,
                    seen.insert(path).inserted
                else { continue }
                check(path, sha256)
            }
        }
    }

    private mutating func check(_ path: String, _ sha256: String) {
        do throws(FileDigest.SystemCode) {
            if try FileDigest.of(path) != sha256 { altered.append(path) }
        } catch {
            missing.append(path)
        }
    }

    var faults: [AuditFault] {
        altered.map { AuditFault($0, "it is another file than the one that was planned") }
    }

    /// An export may be deleted when its time is over: that is said, and no fault.
    var remarks: [String] {
        guard let first = missing.first else { return [] }
        return ["\(counted(missing.count, "kept export")) cannot be read here, first \(first)"]
    }

    /// The problem of a command that met one.
    static func altered(_ path: String) -> Problem {
        Problem(
            .auditInvalid, "a kept export is not the one that was planned any more", at: path,
            next: "stop, keep the file as it is, and compare it with a copy kept elsewhere")
    }
}
