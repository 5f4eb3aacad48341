// SPDX-License-Identifier: MIT

import Formats
import Model

/// The items as data of the page, which the script shows; without it the files have them.
struct ItemData {
    /// The columns of the table, then what stands in small letters below another.
    private static let columns: [(key: String, name: String, isNumber: Bool, below: String)] = [
        ("id", "Shipment", false, ""), ("account", "Account", false, ""),
        ("state", "State", false, ""), ("reason", "Reason", false, ""),
        ("status", "HTTP", true, ""), ("attempts", "Sent", true, ""), ("cost", "Cost", true, ""),
        ("settled", "Settled (UTC)", false, ""), ("line", "Line", true, ""),
        ("exchange", "Exchange", true, ""), ("reference", "Reference", false, "id"),
        ("tracking", "Tracking", false, "id"), ("code", "Code", false, "reason"),
    ]
    /// A foreign text longer than this is cut in the page; the files have it whole.
    private static let charactersMax = 300

    private var writer = JSON.Writer()

    init() {
        writer.beginObject()
        writer.key("columns")
        writer.beginArray()
        for column in Self.columns {
            writer.value([
                "key": .string(column.key), "name": .string(column.name),
                "number": .bool(column.isNumber), "below": .string(column.below),
            ])
        }
        writer.endArray()
        writer.key("rows")
        writer.beginArray()
    }

    mutating func add(_ item: ReportItem) {
        let cells = Self.cells(item)
        writer.beginArray()
        for cell in cells { writer.string(spelled(cell.shortened(Self.charactersMax))) }
        writer.endArray()
    }

    private static func cells(_ item: ReportItem) -> [String] {
        let finding = item.resolution.map { " · closed by \($0.by): \($0.finding)" } ?? ""
        let status = item.exchanges.status.map { String($0) } ?? ""
        let attempts = item.end.attempts == 0 ? "" : String(item.end.attempts)
        let cost = [item.amount?.text() ?? item.cost ?? "", item.currency].filter { !$0.isEmpty }
            .joined(separator: " ")
        let exchange = item.exchanges.decisive.map { String($0) } ?? ""
        return [
            item.shipmentID, item.account, item.state.rawValue, item.end.reason + finding,
            status, attempts, item.amount == nil && item.cost == nil ? "" : cost,
            item.end.settledAt?.toTheSecond ?? "", String(item.line), exchange, item.reference,
            item.trackingNumber, item.end.code,
        ]
    }

    var text: String {
        var writer = writer
        writer.endArray()
        writer.endObject()
        return """
            <section id="items"><h2>Items</h2><div class="tools">
            <input id="find" type="search" placeholder="Search id, reference, reason …" \
            aria-label="Search items">
            <select id="state" aria-label="State"><option value="*">every state</option></select>
            <select id="account" aria-label="Account"><option value="*">every account</option></select>
            <span id="said" role="status"></span></div>
            <div class="wide"><table class="grid"><thead><tr>\(Self.heads)</tr></thead>
            <tbody id="rows"></tbody></table></div>
            <p><button id="more" type="button" class="hidden">Show more</button></p>
            <noscript><p>The table needs the page's own script; items.csv has the same \
            items.</p></noscript></section>
            <script type="application/json" id="data">\(Self.inScript(writer.takeBytes()))</script>

            """
    }

    private static var heads: String {
        columns.filter(\.below.isEmpty).map { column in
            "<th\(column.isNumber ? " class=\"n\"" : "") scope=\"col\">"
                + "<button type=\"button\">\(html(column.name))</button></th>"
        }.joined()
    }

    /// JSON that can stand in a script element whatever its texts say: no `<`, `>` or `&` is left.
    private static func inScript(_ bytes: [UInt8]) -> String {
        var safe: [UInt8] = []
        safe.reserveCapacity(bytes.count + bytes.count / 16)
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "<"): safe.append(contentsOf: "\\u003c".utf8)
            case UInt8(ascii: ">"): safe.append(contentsOf: "\\u003e".utf8)
            case UInt8(ascii: "&"): safe.append(contentsOf: "\\u0026".utf8)
            default: safe.append(byte)
            }
        }
        return String(decoding: safe, as: UTF8.self)
    }
}
