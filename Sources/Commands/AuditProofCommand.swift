// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Formats
import Glibc
import Model
import Proof
import SQLite

/// `rescind audit proof RUN ID`: one file that proves one shipment to someone without the database.
enum AuditProofCommand {
    static func perform(_ workplace: Workplace) throws -> Finish {
        let invocation = workplace.invocation
        guard let id = invocation[Arguments.id] else {
            throw Problem(.usage, "name the shipment", next: "rescind help audit proof")
        }
        let reader = try workplace.reader()
        let run = try workplace.run(invocation[Arguments.run], in: RunReader(reader)).run
        try ArchivedRuns(reader).require(run, for: "audit proof \(run) \(id)")
        let proof = try reader.snapshot {
            try ShipmentProof(run: run, shipmentID: id, reader)
        }
        let path = path(run, id, folder: invocation[Options.out])
        try write(proof.file.description, to: path)
        if proof.uncovered > 0 {
            let missing = counted(proof.uncovered, "newer record")
            workplace.output.warning("\(missing) of it, which no checkpoint signs yet, not in it")
        }
        return Finish(
            run: Int(run),
            members: [
                JSON.Member("path", .string(path)),
                JSON.Member("records", .number(String(proof.file.records.count))),
                JSON.Member("uncovered", .number(String(proof.uncovered))),
                JSON.Member("origin", .string(proof.checkpoint.origin)),
                JSON.Member("size", .number(String(proof.checkpoint.size))),
            ],
            lines: [
                Line("\(path): \(counted(proof.file.records.count, "record")) of \(id)"),
                Line("  check it with samples/verify-proof.py \(path) --key PUBLIC-KEY", .faint),
            ])
    }

    /// A name that is one: ids may hold slashes and anything else.
    private static func path(_ run: Int64, _ id: String, folder: String?) -> String {
        let kept = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_".utf8)
        let name = id.utf8.prefix(nameBytesMax).map { kept.contains($0) ? $0 : UInt8(ascii: "-") }
        let file = "proof-\(run)-" + String(decoding: name, as: UTF8.self) + ".txt"
        return folder.map { $0 + "/" + file } ?? file
    }

    private static let nameBytesMax = 100

    private static func write(_ text: String, to path: String) throws(Problem) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure(path) }
        defer { close(file) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(path) }
            rest = rest.dropFirst(count)
        }
    }

    private static func failure(_ path: String) -> Problem {
        Problem(.storage, String(cString: strerror(errno)), at: path)
    }
}
