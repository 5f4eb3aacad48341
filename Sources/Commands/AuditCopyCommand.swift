// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Formats
import Glibc
import Model
import SQLite

/// `rescind audit copy FILE`: the record as it is at this moment, whoever is writing.
enum AuditCopyCommand {
    static func perform(_ workplace: Workplace) throws -> Finish {
        guard let path = workplace.invocation[Arguments.file] else {
            throw Problem(.usage, "name the file to write", next: "rescind help audit copy")
        }
        guard access(path, F_OK) != 0 else {
            throw Problem(.usage, "there is a file of this name", at: path, next: "name another")
        }
        let reader = try workplace.reader()
        try AuditFile.copy(reader, to: path)
        let records = try Log.size(AuditFile.forReading(path))
        return Finish(
            members: [
                JSON.Member("path", .string(path)),
                JSON.Member("records", .number(String(records))),
            ],
            lines: ["\(path): \(grouped(Int(records))) records"])
    }
}
