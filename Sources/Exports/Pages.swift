// SPDX-License-Identifier: MIT

import Formats
package import Model

/// What stands around the records of a JSON export: one page of a list, or several.
package struct Pages: Sendable {
    private let envelopes: [JSON.Envelope]

    init(_ envelopes: [JSON.Envelope]) { self.envelopes = envelopes }

    /// The number of records that the list has by its own word.
    package var total: Int? {
        let names = [
            "total", "total_count", "totalCount", "totalResults", "total_results", "@odata.count",
            "totalItems", "total_items", "totalRecords", "total_records",
        ]
        return first(of: names, in: envelopes.first)?.int
    }

    package var records: Int { envelopes.reduce(0) { $0 + $1.records } }

    /// The last page names one that follows it.
    package var hasMore: Bool {
        guard let last = envelopes.last else { return false }
        if last["has_more"]?.bool == true || last["hasMore"]?.bool == true { return true }
        let next = [
            last["next"], last["links"]?["next"]?["href"], last["@odata.nextLink"],
            last["nextLink"], last["next_page"], last["nextToken"], last["paging"]?["next"],
            last["pagination"]?["next"],
        ]
        return next.contains { !($0?.text ?? "").isEmpty } || hasNextRelation(last)
    }

    /// Microsoft's `links` are a list, in which `next_link` names the next page.
    private func hasNextRelation(_ envelope: JSON.Envelope) -> Bool {
        (envelope["links"]?.array ?? []).contains {
            ["next", "next_link"].contains($0["rel"]?.text ?? "")
        }
    }

    /// Why the file cannot be the whole list, in a sentence; nil when nothing says so.
    package var shortfall: String? {
        if let total, total != records {
            return
                "the file says that there are \(total) and holds \(records): it is not the whole "
                + "list"
        }
        return hasMore ? "the file names a page that follows it: it is not the whole list" : nil
    }

    /// When the export was made, by its own word; `rescind fetch` writes it before the list, so
    /// that it is known before the rows are.
    package var exportedAt: Timestamp? {
        first(of: ["exported_at", "exportedAt", "generated_at"], in: envelopes.first)?.text
            .flatMap { Timestamp($0) }
    }

    /// Whether `rescind fetch` wrote the file.
    var isFetched: Bool {
        let head = envelopes.first
        return head?["exported_at"] != nil && head?["provider"] != nil && head?["account"] != nil
    }

    private func first(of names: [String], in envelope: JSON.Envelope?) -> JSON.Value? {
        guard let envelope else { return nil }
        return names.lazy.compactMap { envelope[$0] }.first
    }
}
