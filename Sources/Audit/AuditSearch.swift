// SPDX-License-Identifier: MIT

import Model
package import SQLite

/// Finds shipments and exchanges by whatever an auditor has in hand.
package struct AuditSearch {
    /// More than a person reads; the answer says so when there are more.
    package static let rowsMax = 500

    package struct Shipment: Sendable {
        package var run: Int64
        package var account: String
        package var shipmentID: String
        package var reference: String
        package var trackingNumber: String
        package var state: String
        package var reason: String
    }

    package struct Exchange: Sendable {
        package var id: Int64
        package var run: Int64?
        package var account: String
        package var shipmentID: String?
        package var purpose: String
        package var sentAt: String
        package var status: Int64?
        package var error: String?
    }

    package struct Result: Sendable {
        package var shipments: [Shipment] = []
        package var exchanges: [Exchange] = []
        /// Whether there were more than fit.
        package var isCut: Bool {
            shipments.count >= AuditSearch.rowsMax || exchanges.count >= AuditSearch.rowsMax
        }
    }

    private let connection: Connection

    package init(_ connection: Connection) { self.connection = connection }

    package func find(_ text: String) throws -> Result {
        var result = Result()
        result.shipments = try shipments(text)
        result.exchanges = try exchanges(text)
        return result
    }

    /// Ids, references, tracking numbers of shipments and labels: whole values, in any case.
    private func shipments(_ text: String) throws -> [Shipment] {
        try connection.all(
            """
            SELECT run, account, shipment_id, reference, tracking_number, state, reason
            FROM items WHERE shipment_id = ?1 COLLATE NOCASE OR reference = ?1 COLLATE NOCASE
                OR tracking_number = ?1 COLLATE NOCASE
                OR state = ?1 OR provider_code = ?1 AND provider_code <> ''
                OR (run, account, shipment_id) IN (
                    SELECT run, account, shipment_id FROM labels
                    WHERE label_id = ?1 COLLATE NOCASE OR tracking_number = ?1 COLLATE NOCASE)
            ORDER BY run DESC, line LIMIT ?2
            """, text, Int64(Self.rowsMax)
        ) { row in
            Shipment(
                run: row.int(0), account: row.text(1), shipmentID: row.text(2),
                reference: row.text(3), trackingNumber: row.text(4), state: row.text(5),
                reason: row.text(6))
        }
    }

    /// By the provider's request id (a header's value, or a text in a JSON body), HTTP status, date,
    /// id or tracking number.
    private func exchanges(_ text: String) throws -> [Exchange] {
        let status = text.utf8.count == 3 ? Int64(text) : nil
        let day = CivilDate(text).map { $0.daysSinceEpoch * 86_400_000 }
        return try connection.all(
            """
            SELECT exchanges.id, exchanges.run, exchanges.account, exchanges.shipment_id,
                exchanges.purpose, exchanges.sent_at, exchanges.status, exchanges.error
            FROM request JOIN exchanges ON exchanges.id = request.seq
            LEFT JOIN answer ON answer.request = request.seq
            WHERE exchanges.status = ?2
                OR request.sent_at >= ?3 AND request.sent_at < ?3 + 86400000
                OR exchanges.shipment_id = ?1 COLLATE NOCASE
                OR length(?1) >= ?4 AND (instr(exchanges.response_headers, ': ' || ?1)
                    OR instr(request.url, ?1)
                    OR instr(answer.body, CAST('"' || ?1 || '"' AS BLOB)))
            ORDER BY request.seq LIMIT ?5
            """, text, status, day, Int64(Self.fragmentBytesMin), Int64(Self.rowsMax)
        ) { row in
            Exchange(
                id: row.int(0), run: row.intOrNil(1), account: row.text(2),
                shipmentID: row.textOrNil(3), purpose: row.text(4), sentAt: row.text(5),
                status: row.intOrNil(6), error: row.textOrNil(7))
        }
    }

    /// A shorter piece of a URL or header would find nearly everything.
    private static let fragmentBytesMin = 4
}
