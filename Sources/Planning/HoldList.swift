// SPDX-License-Identifier: MIT

import Formats
package import Model

/// Shipments that nobody may cancel, whatever the rules say; it lives outside the rules.
package struct HoldList: Sendable {
    package struct Entry: Sendable {
        package let line: Int
        package let key: String
        package let reason: String
        package let by: String
        /// The last day it protects; nil for ever.
        package let until: CivilDate?

        /// Of one that is over, for programs.
        var asOver: JSON.Value {
            ["id": .string(key), "until": until.map { .string($0.description) } ?? .null]
        }

        /// Why a shipment is held, as the plan and its items say it.
        var words: String { reason.isEmpty ? "hold list" : "hold list: \(reason)" }
    }

    package let path: String
    private var entries = ShipmentNames<Entry>(ignoringCase: true)
    /// Microsoft's labels by their own number: a list may name them without product and submission.
    private var labelNumbers: [String: Entry] = [:]
    private var ended: [(entry: Entry, on: CivilDate)] = []

    /// Reads `id,reason,by,until`; a list that cannot be read is a problem, never "no holds".
    package init(_ path: String, on day: CivilDate) throws(Problem) {
        self.path = path
        let table = try SmallTable(path, what: "the hold list")
        guard let id = try table.column(["id"]) else {
            throw Problem(
                .usage, "the hold list has no column id", at: "\(path) line 1",
                next: "begin it with the line: id,reason,by,until")
        }
        let (reason, by) = (try table.column(["reason"]), try table.column(["by"]))
        let until = try table.column(["until"])
        for row in table.rows {
            func cell(_ column: Int?) -> String {
                column.flatMap { $0 < row.cells.count ? row.cells[$0] : nil } ?? ""
            }
            let key = cell(id)
            guard !key.isEmpty else { continue }
            let last = cell(until)
            let end = last.isEmpty ? nil : CivilDate(last)
            guard last.isEmpty || end != nil else {
                throw Problem(
                    .usage, "until must be a date such as 2026-12-31, not “\(last)”",
                    at: "\(path) line \(row.line)",
                    next: "write the last day of the hold, or leave it empty")
            }
            let entry = Entry(
                line: row.line, key: key, reason: cell(reason), by: cell(by), until: end)
            if let end, end < day { ended.append((entry, end)) } else { add(entry) }
        }
    }

    private mutating func add(_ entry: Entry) {
        entries.add(entry.key, entry)
        let digits = entry.key.drop { $0 == "0" }
        if !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            labelNumbers[String(digits)] = entry
        }
    }

    /// The entry that protects a shipment of this canonical id, or of any of its other names.
    ///
    /// An entry that the export's own reading would take for the same shipment always protects it.
    package func entry(
        for id: String, of provider: ProviderName?, named names: [String]
    ) -> Entry? {
        entries.value(of: id, provider) ?? label(id, provider)
            ?? names.lazy.compactMap { entries.value(written: $0) }.first
    }

    private func label(_ id: String, _ provider: ProviderName?) -> Entry? {
        guard provider == .microsoftHardware, let number = id.split(separator: "/").last
        else { return nil }
        return labelNumbers[String(number)]
    }

    package var count: Int { entries.count }

    /// The entries that protected nothing, oldest line first.
    package func unmatched(_ matched: Set<Int>) -> [Entry] {
        entries.values.filter { !matched.contains($0.line) }.sorted { $0.line < $1.line }
    }

    /// The entries that protect nothing any more, the newest first; one that was renewed is none.
    var over: [Entry] {
        ended.filter { entries.value(written: $0.entry.key) == nil }
            .sorted { ($1.on, $0.entry.line) < ($0.on, $1.entry.line) }.map(\.entry)
    }
}
