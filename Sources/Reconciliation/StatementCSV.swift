// SPDX-License-Identifier: MIT

import Formats
import Model

/// A statement as two tables: the sums, and every line with what is still open.
package enum StatementCSV {
    /// One row for each account, currency and line of the statement.
    package static func summary(_ statement: MonthStatement) -> [UInt8] {
        var writer = CSV.Writer(guardsFormulas: true)
        writer.row(["month", "account", "currency", "line", "detail", "amount", "count"])
        for account in statement.accounts {
            for row in rows(account) {
                writer.row(
                    [
                        statement.month.description, account.key.account, account.key.currency,
                    ] + row)
            }
        }
        return writer.take()
    }

    private static func rows(_ one: StatementAccount) -> [[String]] {
        func row(_ line: String, _ amount: Amount, _ detail: String = "", _ count: String = "")
            -> [String]
        {
            [line, detail, amount.text(), count]
        }
        func details(_ line: String, _ amounts: [String: Amount]) -> [[String]] {
            amounts.sorted { $0.key < $1.key }.map { row(line, $0.value, $0.key) }
        }
        return [row("expected at the start", one.opening)]
            + [row("voided and approved", one.voided, "", String(one.voidedCount))]
            + [row("never charged", one.neverCharged)]
            + details("credited", one.invoices)
            + [row("credited in all", one.credited)]
            + details("written off", one.writtenOffBy)
            + [row("withdrawn", one.withdrawn), row("expected at the end", one.closing)]
            + Age.allCases.compactMap { age in
                one.ages[age].map { row("expected at the end, by age", $0, age.rawValue) }
            }
            + [
                row("unexpected at the start", one.unexpectedOpening),
                row("unexpected credits", one.unexpected),
                row("unexpected, now explained", one.explained),
                row("unexpected at the end", one.unexpectedClosing),
            ]
    }

    private static let header = [
        "month", "account", "currency", "kind", "day", "amount", "run", "shipment_id", "label_id",
        "tracking_number", "reference", "invoice", "carrier", "matched_by", "by", "reason",
    ]

    /// Every line of the month, then what is open at its end.
    package static func detail(_ statement: MonthStatement) -> [UInt8] {
        var writer = CSV.Writer(guardsFormulas: true)
        writer.row(header)
        for line in statement.lines { writer.row(cells(line)) }
        for open in statement.open { writer.row(cells(open, statement.month)) }
        return writer.take()
    }

    private static func cells(_ line: Posting) -> [String] {
        [
            line.month.description, line.account, line.currency, line.kind.rawValue,
            line.day.description, line.amount.text(), line.claim.map { String($0.run) } ?? "",
            line.shipmentID, line.labelID, line.trackingNumber, line.reference, line.invoice,
            line.carrier, line.key?.rawValue ?? "", line.by, line.reason,
        ]
    }

    private static func cells(_ open: OpenClaim, _ month: CalendarMonth) -> [String] {
        let claim = open.claim
        return [
            month.description, claim.account, claim.currency, "open at the end",
            claim.day.description, open.amount.text(), String(claim.id.run), claim.shipmentID,
            claim.id.label, claim.trackingNumber, claim.reference, "", "", "", "",
            "\(open.days) days",
        ]
    }
}
