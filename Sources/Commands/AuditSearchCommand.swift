// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Formats
import Model

/// `rescind audit search TEXT`: where a shipment, a request id, a status or a day is in the record.
enum AuditSearchCommand {
    static func perform(_ workplace: Workplace) throws -> Finish {
        guard let text = workplace.invocation[Arguments.text] else {
            throw Problem(.usage, "say what to look for", next: "rescind help audit search")
        }
        let found = try AuditSearch(workplace.reader()).find(text)
        let output = workplace.output
        if !found.shipments.isEmpty { output.result(table(found.shipments)) }
        if !found.shipments.isEmpty, !found.exchanges.isEmpty { output.result(Line()) }
        if !found.exchanges.isEmpty { output.result(table(found.exchanges)) }
        if found.shipments.isEmpty, found.exchanges.isEmpty {
            output.result([
                Line("Nothing in the record has \(text)."),
                Line("Rows that no rule chose are only in the exports:"),
                "  next: \("rescind why \(shellQuoted([text]))", .strong)",
            ])
        }
        if found.isCut { output.message("Only the first \(AuditSearch.rowsMax) are shown.") }
        return Finish(members: [
            JSON.Member("items", .array(found.shipments.map(\.json))),
            JSON.Member("exchanges", .array(found.exchanges.map(\.json))),
            JSON.Member("more", .bool(found.isCut)),
        ])
    }

    private static func table(_ shipments: [AuditSearch.Shipment]) -> TextTable {
        var table = TextTable([
            Column("Run", .right), Column("Account"), Column("Shipment"), Column("State"),
            Column("Reference"), Column("Tracking"), Column("Reason", .prose),
        ])
        for item in shipments {
            table.add(
                Line(String(item.run)), Line(item.account), Line(item.shipmentID),
                Line(item.state), Line(item.reference), Line(item.trackingNumber),
                Line(item.reason))
        }
        return table
    }

    private static func table(_ exchanges: [AuditSearch.Exchange]) -> TextTable {
        var table = TextTable([
            Column("Exchange", .right), Column("Run", .right), Column("Account"),
            Column("Shipment"), Column("Purpose"), Column("Sent"), Column("Answer"),
        ])
        for exchange in exchanges {
            table.add(
                Line(String(exchange.id)), Line(exchange.run.map(String.init) ?? ""),
                Line(exchange.account), Line(exchange.shipmentID ?? ""), Line(exchange.purpose),
                Line(exchange.sentAt),
                Line(exchange.status.map(String.init) ?? exchange.error ?? "none recorded"))
        }
        return table
    }
}

extension AuditSearch.Shipment {
    fileprivate var json: JSON.Value {
        [
            "run": .number(String(run)), "account": .string(account),
            "shipment_id": .string(shipmentID), "reference": .string(reference),
            "tracking_number": .string(trackingNumber), "state": .string(state),
            "reason": .string(reason),
        ]
    }
}

extension AuditSearch.Exchange {
    fileprivate var json: JSON.Value {
        [
            "id": .number(String(id)), "run": run.map { .number(String($0)) } ?? .null,
            "account": .string(account), "shipment_id": shipmentID.map(JSON.Value.string) ?? .null,
            "purpose": .string(purpose), "sent_at": .string(sentAt),
            "status": status.map { .number(String($0)) } ?? .null,
            "error": error.map(JSON.Value.string) ?? .null,
        ]
    }
}
