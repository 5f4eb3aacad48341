// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Formats
import Job
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
            try ShipmentProof(run: run, shipmentID: shipment(id, in: run, reader), reader)
        }
        let path = path(run, id, folder: invocation[Options.out])
        let file = try NewFile(path)
        try file.write(Array(proof.file.description.utf8))
        try file.finish()
        if proof.uncovered > 0 {
            let missing = counted(proof.uncovered, "newer record")
            workplace.output.warning("\(missing) of it, which no checkpoint signs yet, not in it")
        }
        let key =
            try SigningKey.known(reader, at: workplace.jobReading?.draft?.signingKey)
            .map { SigningKey.publicPath(of: $0.path) } ?? "PUBLIC-KEY"
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
                Line("  check it with samples/verify-proof.py \(path) --key \(key)", .faint),
            ])
    }

    /// The id as the record has it; what nobody knows stays as it was written.
    private static func shipment(
        _ id: String, in run: Int64, _ connection: Connection
    ) throws -> String {
        let name = ShipmentName(id)
        return try connection.first(
            "SELECT item.shipment_id FROM item WHERE \(ShipmentName.meansItem) LIMIT 1", run,
            name.text, name.canonical
        ) { $0.text(0) } ?? id
    }

    /// A name that is one: ids may hold slashes and anything else.
    private static func path(_ run: Int64, _ id: String, folder: String?) -> String {
        let kept = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_".utf8)
        let name = id.utf8.prefix(nameBytesMax).map { kept.contains($0) ? $0 : UInt8(ascii: "-") }
        let file = "proof-\(run)-" + String(decoding: name, as: UTF8.self) + ".txt"
        return folder.map { $0 + "/" + file } ?? file
    }

    private static let nameBytesMax = 100
}
