// SPDX-License-Identifier: MIT

import Model
package import Proof
package import SQLite

/// Everything the record has on one shipment of one run, with the way of each record to the root.
package struct ShipmentProof {
    package let file: ProofFile
    package let checkpoint: Checkpoint
    /// Records of the shipment that no checkpoint signs yet, and that are therefore not in it.
    package let uncovered: Int

    /// Makes the proof under the newest checkpoint.
    package init(run: Int64, shipmentID: String, _ connection: Connection) throws {
        let (note, checkpoint) = try Self.newest(connection)
        let positions = try Self.positions(run, shipmentID, connection)
        let size = Int64(checkpoint.size)
        let covered = positions.filter { $0.seq < size }
        guard !covered.isEmpty else {
            throw Problem(
                .usage, "no checkpoint signs what run \(run) did to it yet", at: shipmentID,
                next: "run it again after the command that is writing has ended")
        }
        let proofs = try Self.proofs(covered.map { Int($0.seq) }, checkpoint, connection)
        var encoder = LeafEncoder()
        var records: [ProofFile.Record] = []
        for ((seq, table), proof) in zip(covered, proofs) {
            try connection.each(table.select, seq, seq + 1) { row in
                encoder.begin(type: table.type)
                encoder.columns(0..<table.columnCount, of: row)
                records.append(
                    ProofFile.Record(
                        leaf: encoder.leaf, index: proof.index, hashes: proof.hashes))
            }
        }
        file = ProofFile(records: records, note: note)
        self.checkpoint = checkpoint
        uncovered = positions.count - covered.count
    }

    private static func newest(_ connection: Connection) throws -> (SignedNote, Checkpoint) {
        let sql = "SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1"
        guard let text = try connection.first(sql, row: { $0.text(0) }) else {
            throw Problem(
                .usage, "the record has no checkpoint yet", at: connection.path,
                next: "run it again after the command that is writing has ended")
        }
        do {
            let note = try SignedNote(parsing: text)
            return (note, try Checkpoint(parsing: note.text))
        } catch {
            throw Problem(
                .auditInvalid, "the newest checkpoint cannot be read: \(error)",
                at: connection.path, next: "rescind audit verify")
        }
    }

    /// The run, its acts, and the requests, answers and verdicts of the shipment.
    private static func positions(
        _ run: Int64, _ shipmentID: String, _ connection: Connection
    ) throws -> [(seq: Int64, table: EvidenceTable)] {
        let items = try connection.all(
            "SELECT no FROM item WHERE run = ? AND shipment_id = ?", run, shipmentID
        ) { $0.int(0) }
        guard !items.isEmpty else {
            throw Problem(
                .usage, "run \(run) has no such shipment", at: shipmentID,
                next: "rescind audit search \(shipmentID)")
        }
        var found: [(seq: Int64, table: EvidenceTable)] = []
        func take(_ table: EvidenceTable, _ sql: String, _ no: Int64?) throws {
            try connection.each(sql, run, no) { found.append((seq: $0.int(0), table: table)) }
        }
        try take(.run, "SELECT seq FROM run WHERE run = ?1 AND ?2 IS NULL", nil)
        try take(.act, "SELECT seq FROM act WHERE run = ?1 AND no IS ?2", nil)
        for no in items {
            try take(.act, "SELECT seq FROM act WHERE run = ?1 AND no = ?2", no)
            try take(.request, "SELECT seq FROM request WHERE run = ?1 AND no = ?2", no)
            try take(
                .answer,
                """
                SELECT answer.seq FROM request JOIN answer ON answer.request = request.seq
                WHERE request.run = ?1 AND request.no = ?2
                """, no)
            try take(.verdict, "SELECT seq FROM verdict WHERE run = ?1 AND no = ?2", no)
        }
        return found.sorted { $0.seq < $1.seq }
    }

    /// The stored leaf hashes go by once; their root must be the one that was signed.
    private static func proofs(
        _ indexes: [Int], _ checkpoint: Checkpoint, _ connection: Connection
    ) throws -> [InclusionProof] {
        var prover = InclusionProver(indexes: indexes)
        let tables = EvidenceTable.allCases.map {
            "SELECT seq, leaf FROM \($0.name) WHERE seq < ?1"
        }
        let sql = tables.joined(separator: " UNION ALL ") + " ORDER BY seq"
        try connection.each(sql, Int64(checkpoint.size)) { row in
            if let leaf = row.withBytes(1, { Digest($0) }) { prover.append(leaf) }
        }
        let (root, proofs) = prover.finish()
        guard root == checkpoint.root else {
            throw Problem(
                .auditInvalid, "the log is not what its newest checkpoint signed",
                at: connection.path, next: "rescind audit verify")
        }
        return proofs
    }
}
