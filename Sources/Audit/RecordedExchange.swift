// SPDX-License-Identifier: MIT

package import SQLite

/// One row of the view `exchanges`, bodies byte for byte.
package struct RecordedExchange: Sendable {
    package var id: Int64
    package var run: Int64?
    package var line: Int64?
    package var account: String
    package var shipmentID: String?
    package var purpose: String
    package var attempt: Int64
    package var method: String
    package var url: String
    package var requestHeaders: String
    package var requestBody: [UInt8]?
    package var sentAt: String
    package var status: Int64?
    package var responseHeaders: String?
    package var responseBody: [UInt8]?
    package var receivedAt: String?
    package var durationMicroseconds: Int64?
    package var error: String?

    /// Calls `body` with each exchange of a run, in the order in which they were recorded.
    package static func each(
        of run: Int64, _ connection: Connection, _ body: (RecordedExchange) throws -> Void
    ) throws {
        try connection.each(
            """
            SELECT id, exchanges.run, line, account, shipment_id, purpose, attempt, method, url,
                request_headers, request_body, sent_at, exchanges.status, response_headers,
                response_body, exchanges.received_at, answer.duration_us, exchanges.error
            FROM exchanges LEFT JOIN answer ON answer.request = exchanges.id
            WHERE exchanges.run = ? ORDER BY id
            """, run
        ) { try body(RecordedExchange($0)) }
    }

    private init(_ row: borrowing Row) {
        id = row.int(0)
        run = row.intOrNil(1)
        line = row.intOrNil(2)
        account = row.text(3)
        shipmentID = row.textOrNil(4)
        purpose = row.text(5)
        attempt = row.int(6)
        method = row.text(7)
        url = row.text(8)
        requestHeaders = row.text(9)
        requestBody = row.bytesOrNil(10)
        sentAt = row.text(11)
        status = row.intOrNil(12)
        responseHeaders = row.textOrNil(13)
        responseBody = row.bytesOrNil(14)
        receivedAt = row.textOrNil(15)
        durationMicroseconds = row.intOrNil(16)
        error = row.textOrNil(17)
    }
}
