// SPDX-License-Identifier: MIT

import Audit
import Formats
import Model
import SQLite

/// Rows about money, as reconciling leaves them.
extension Night {
    func reconcile(run: Int64) throws {
        try connection.transaction {
            let position = try Log.size(connection)
            var (rows, load) = (RowsDigest(), ComparedLoad())
            _ = load.append(compared(run), act: position, into: &rows)
            try ComparedWriter(connection).add(load)
            try record(["rows": .number("1"), "rows_sha256": .string(rows.hex)], run: run)
        }
        try connection.transaction {
            let position = try Log.size(connection)
            var (credits, labels) = (RowsDigest(), RowsDigest())
            for no in 1...3 as ClosedRange<Int64> {
                _ = try credit(no).insert(act: position, no: no, into: &credits, connection)
                try LabelMoneyRow(run: run, item: no, labelID: "a-\(no)", expected: "5.00")
                    .insert(act: position, into: &labels, connection)
            }
            try record(
                [
                    "rows": .number("3"), "rows_sha256": .string(credits.hex),
                    "label_rows": .number("3"), "label_rows_sha256": .string(labels.hex),
                ], run: nil)
        }
    }

    private func record(_ detail: JSON.Value, run: Int64?) throws {
        var log = try Log(connection)
        try Act(
            .reconcile, run: run, at: Timestamp(milliseconds: 1_795_000_000_000),
            actor: Actor(user: "finance"), detail: detail
        ).append(to: &log)
        try log.close()
    }

    private func compared(_ run: Int64) -> ComparedRow {
        ComparedRow(
            run: run, item: 1, account: "store", shipmentID: "se-1", line: 2,
            className: "mismatched", reason: "the amount differs", ours: "cancelled",
            theirs: "cancelled", cost: "1.00", currency: "USD", theirCost: "2.00",
            theirCurrency: "USD")
    }

    private func credit(_ no: Int64) -> CreditRow {
        CreditRow(
            identity: "line \(no)", line: no, account: "", labelID: "a-\(no)", trackingNumber: "",
            shipmentID: "", reference: "", amount: "5.00", currency: "USD",
            creditedOn: "2026-11-20", invoice: "INV-1", carrier: "ups")
    }
}
