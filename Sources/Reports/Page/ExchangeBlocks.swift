// SPDX-License-Identifier: MIT

import Audit
import Model
import SQLite

/// Exchanges with their headers and bodies, as long as the page stays one that opens quickly.
struct ExchangeBlocks {
    static let itemsMax = 400
    static let exchangesOfItemMax: Int64 = 12
    static let bodyBytesMax: Int64 = 16 << 10
    static let pageBytesMax = 6 << 20

    private let connection: Connection
    private let position: Int64
    private var items = 0
    private var bytes = 0

    init(_ connection: Connection, at position: Int64) {
        self.connection = connection
        self.position = position
    }

    /// The exchanges of one item; empty where there are none or the page is full.
    mutating func text(run: Int64, no: Int64) throws -> String {
        guard items < Self.itemsMax, bytes < Self.pageBytesMax else { return "" }
        items += 1
        var text = ""
        try connection.each(
            Self.query, run, no, position, Self.bodyBytesMax, Self.exchangesOfItemMax
        ) {
            text += Self.block($0)
        }
        bytes += text.utf8.count
        return text
    }

    private static let query = """
        SELECT r.seq, r.purpose, r.attempt, r.method, r.url, r.headers, substr(r.body, 1, ?4),
            length(r.body), \(SentTime.sql(request: "r", answer: "a")), a.status, a.headers, substr(a.body, 1, ?4), length(a.body),
            a.duration_us, a.error
        FROM request r LEFT JOIN answer a ON a.request = r.seq AND a.seq < ?3
        WHERE r.run = ?1 AND r.no = ?2 AND r.seq < ?3 ORDER BY r.seq LIMIT ?5
        """

    private static func block(_ row: borrowing Row) -> String {
        let answer =
            row.intOrNil(9).map { status in
                "<p class=\"soft\">\(status) after \(spoken(milliseconds: row.int(13) / 1000))</p>"
                    + message(row.text(10), row.bytes(11), row.int(12))
            } ?? "<p class=\"soft\">no answer: \(html(row.textOrNil(14) ?? "none is recorded"))</p>"
        return """
            <div id="x\(row.int(0))"><p><b>\(html(row.text(1)))</b> · attempt \(row.int(2)) · \
            \(Timestamp(milliseconds: row.int(8))) · exchange \(grouped(row.int(0)))</p>
            \(message("\(row.text(3)) \(row.text(4))\n\(row.text(5))", row.bytes(6), row.int(7)))\
            \(answer)</div>

            """
    }

    private static func message(_ head: String, _ body: [UInt8], _ length: Int64) -> String {
        let text = body.isEmpty ? "" : "\n\n" + String(decoding: body, as: UTF8.self)
        let cut =
            length > Int64(body.count)
            ? "<p class=\"soft\">\(counted(length, "byte")), the first \(grouped(body.count)) shown; "
                + "rescind why has all</p>" : ""
        return "<pre>\(html(head + text))</pre>\(cut)"
    }
}
