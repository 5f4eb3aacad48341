// SPDX-License-Identifier: MIT

import Model
import SQLite
import Sandbox
import Testing

/// The program's record against the server's: two records made by two authors.
extension Stage {
    /// Every request seen has its intent, nothing took effect twice, and no state is a lie.
    func compareRecords() throws {
        let recorded = try query(
            "SELECT url, purpose, count(*) FROM exchanges GROUP BY 1, 2"
        ) { (url: $0.text(0), purpose: $0.text(1), count: Int($0.int(2))) }
        let journal = sandbox.journal()
        for purpose in ["cancel", "look"] {
            for (id, seen) in counts(journal, purpose) {
                let written = recorded.filter { $0.purpose == purpose && $0.url.holds(id) }
                    .reduce(0) { $0 + $1.count }
                #expect(seen <= written, "\(purpose) of \(id): \(seen) seen, \(written) recorded")
            }
        }
        var effects: [String: Int] = [:]
        for effect in journal.flatMap(\.effects) where effect.kind == .cancelled {
            effects[effect.id, default: 0] += 1
        }
        #expect(effects.values.allSatisfy { $0 == 1 })
        let cancelled = try query(
            "SELECT shipment_id FROM items WHERE state IN ('cancelled', 'already_cancelled')"
        ) { $0.text(0) }
        // What was cancelled for good is called so; what is in doubt may have been.
        #expect(Set(cancelled).isSubset(of: effects.keys))
        let doubt = try query(
            "SELECT shipment_id FROM items WHERE state = 'in_doubt'"
        ) { $0.text(0) }
        #expect(Set(effects.keys).subtracting(cancelled).isSubset(of: doubt))
        // Amazon has no look: a cancel there has the same effect twice.
        if provider != .amazonShipping { try noBlindRepeats() }
    }

    private func counts(_ journal: [JournalEntry], _ purpose: String) -> [String: Int] {
        journal.reduce(into: [:]) { counts, entry in
            if entry.purpose?.rawValue == purpose { counts[entry.subject ?? "", default: 0] += 1 }
        }
    }

    /// No cancel follows a cancel that may have taken effect without a look between them.
    private func noBlindRepeats() throws {
        var doubtful: Set<String> = []
        let exchanges = try query(
            "SELECT shipment_id, purpose, status, error, response_headers FROM exchanges ORDER BY id"
        ) {
            (
                id: $0.text(0), purpose: $0.text(1), status: $0.intOrNil(2), error: $0.text(3),
                headers: $0.text(4)
            )
        }
        for exchange in exchanges {
            if exchange.purpose == "look" {
                if exchange.status == 200 { doubtful.remove(exchange.id) }
            } else {
                #expect(!doubtful.contains(exchange.id), "\(exchange.id) repeated blindly")
                let isMaintenance =
                    exchange.status == 503 && exchange.headers.lowercased().contains("retry-after")
                let known =
                    exchange.status == 429 || isMaintenance
                    || exchange.error.contains("before it was sent")
                    || exchange.error.hasPrefix("connection_refused")
                if !known { doubtful.insert(exchange.id) }
            }
        }
    }
}

extension String {
    /// Whether an address is about this shipment.
    fileprivate func holds(_ id: String) -> Bool { hasSuffix("/\(id)") || contains("/\(id)/") }
}
