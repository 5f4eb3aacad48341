// SPDX-License-Identifier: MIT

import Audit
import Model
import Providers
import SQLite

@testable import Execution

/// What must be true of a simulated night, whatever happened in it (design.md 7).
extension SimulatedNight {
    struct Item {
        let run: Int64
        let id: String
        let provider: ProviderName
        let state: String
        let attempts: Int64
        let isConfirmed: Bool
    }

    func openItems(_ run: Int64) throws -> Int64 {
        let states = try RunReader(connection).states(run)
        return [.planned, .sending, .inDoubt].reduce(0) { $0 + (states[$1] ?? 0) }
    }

    func states() throws -> [Item] {
        try connection.all(
            """
            SELECT item.run, item.shipment_id, item.provider, coalesce(now.state, 'planned'),
                now.attempts, now.confirmed_at IS NOT NULL
            FROM item LEFT JOIN item_state now ON now.run = item.run AND now.no = item.no
            """
        ) { row in
            Item(
                run: row.int(0), id: row.text(1),
                provider: ProviderName(rawValue: row.text(2)) ?? .shipStation, state: row.text(3),
                attempts: row.int(4), isConfirmed: row.int(5) == 1)
        }
    }

    /// Invariant 14: no state is a lie.
    func checkTruth(_ items: [Item], whileAging: Bool) {
        for item in items {
            let really = world.state(of: item.id, at: item.provider)
            if !Self.fits(item, really) {
                broken.append("\(item.id) of run \(item.run) is called \(item.state), is \(really)")
            }
            if item.attempts > 4 { broken.append("\(item.id) had \(item.attempts) attempts") }
            if whileAging, let told = unconfirmed(item, really) { broken.append(told) }
        }
    }

    private static func fits(_ item: Item, _ really: SimulatedWorld.State) -> Bool {
        switch item.state {
        case "cancelled", "already_cancelled": really == .cancelled || really == .cancelling
        case "accepted": [.cancelling, .cancelled, .failed].contains(really)
        case "refused": [.closed, .labelled, .failed].contains(really)
        case "not_found": really == .missing
        case "failed": really != .cancelling
        default: true
        }
    }

    /// After the provider's own time everything is what it is called, where looks can tell.
    private func unconfirmed(_ item: Item, _ really: SimulatedWorld.State) -> String? {
        guard item.provider.provider.facts.isConfirmable else { return nil }
        switch (item.state, really) {
        case ("cancelled", _) where !item.isConfirmed:
            return "\(item.id) is cancelled and was never confirmed"
        case ("accepted", .cancelled), ("accepted", .failed):
            return "\(item.id) is still called accepted and is \(really)"
        default: return nil
        }
    }

    /// The invariants of the design that this night broke, in words.
    func brokenInvariants() throws -> [String] {
        var found = broken + world.broken
        for (key, count) in world.effects where count > 1 {
            found.append("\(count) effective cancels or voids of \(key.id)")
        }
        found += try repeatedChanges() + repeatedLooks() + lostLabels() + brokenPaces()
        found += try unplanned()
        return found
    }

    /// Invariant 1: what took effect was planned.
    private func unplanned() throws -> [String] {
        let planned = Set(try states().map(\.id))
        return world.effects.keys.filter { !planned.contains($0.id) && !$0.id.hasPrefix("lb-") }
            .map { "\($0.id) was never planned" }
    }

    /// Invariant 4: no change follows one that may have taken effect without a look between.
    private func repeatedChanges() throws -> [String] {
        var found: [String] = []
        var doubtful: Set<String> = []
        var looked: Set<String> = []
        try connection.each(
            """
            SELECT request.run || '/' || request.no || '/' || coalesce(request.label, ''),
                request.purpose, answer.status, answer.reach, item.provider, item.shipment_id,
                answer.headers
            FROM request JOIN item ON item.run = request.run AND item.no = request.no
            LEFT JOIN answer ON answer.request = request.seq ORDER BY request.seq
            """
        ) { row in
            let key = row.text(0)
            if row.text(1) == "look" {
                if row.intOrNil(2) == 200 {
                    doubtful.remove(key)
                    looked.insert(key)
                }
                return
            }
            if row.text(1) == "delete", !looked.contains(key) {
                found.append("\(key) \(row.text(5)) was deleted without a look")
            }
            if doubtful.contains(key), row.text(4) != "amazon-shipping", row.text(1) != "delete" {
                found.append("\(key) \(row.text(5)) was sent again without a look")
            }
            let status = row.intOrNil(2)
            let known =
                row.text(3) == "not_sent" || status == 429
                || status == 503 && row.text(6).contains("Retry-After")
            if known { doubtful.remove(key) } else { doubtful.insert(key) }
        }
        return found
    }

    /// Point 4 of 6.2: a cancel after doubt has a look before it that was late enough.
    private func repeatedLooks() throws -> [String] {
        guard !weather.jumps else { return [] }
        var found: [String] = []
        for lane in lanes where lane.provider.facts.looks != nil {
            let settle = Int64(lane.provider.facts.looks?.settleSeconds ?? 0) * 1000
            try connection.each(
                """
                SELECT again.run || '/' || again.no FROM request again
                JOIN request doubt ON doubt.run = again.run AND doubt.no = again.no
                    AND doubt.purpose = 'cancel' AND doubt.seq < again.seq
                LEFT JOIN answer ON answer.request = doubt.seq
                WHERE again.purpose = 'cancel' AND again.account = ?1
                    AND (answer.reach = 'may_have_arrived' OR answer.status IN (200, 500, 502)
                        OR answer.seq IS NULL)
                    AND NOT EXISTS (SELECT 1 FROM request look
                        WHERE look.run = again.run AND look.no = again.no
                        AND look.purpose = 'look' AND look.seq < again.seq
                        AND look.sent_at >= doubt.sent_at + ?2 - 1000)
                """, lane.account, settle
            ) { found.append("\($0.text(0)) was sent again after a look too early") }
        }
        return found
    }

    /// No label is called voided that is not, and none is forgotten.
    private func lostLabels() throws -> [String] {
        try connection.all(
            "SELECT label_id, state FROM label_state WHERE state IN ('voided', 'refused')"
        ) { (id: $0.text(0), state: $0.text(1)) }
        .filter { ($0.state == "voided") != world.isVoided($0.id) }
        .map { "label \($0.id) is called \($0.state) and is not" }
    }

    /// Invariant 7: no window a server can measure holds more than the limit.
    private func brokenPaces() -> [String] {
        lanes.flatMap { lane in
            lane.paces.compactMap { pace in
                let moments = world.arrivals.filter { arrival in
                    arrival.provider == lane.provider.name
                        && (pace.scope == .all || (pace.scope == .reads) == arrival.isRead)
                }.map(\.at)
                let most = Self.most(moments, in: pace.windowMilliseconds)
                let allowed = pace.requests + (pace.burstIsExtra ? pace.burst : 0)
                return most > allowed
                    ? "\(lane.account): \(most) in a window, \(allowed) allowed" : nil
            }
        }
    }

    private static func most(_ moments: [Int64], in window: Int64) -> Int {
        let moments = moments.sorted()
        var (first, most) = (0, 0)
        for last in moments.indices {
            while moments[last] - moments[first] >= window { first += 1 }
            most = max(most, last - first + 1)
        }
        return most
    }
}
