// SPDX-License-Identifier: MIT

import Audit
import Model
import Providers
import SQLite

/// `plan --reopen ID`: what an earlier run has may be planned again once a look saw it open, or a
/// person found that it was not cancelled.
extension Settled {
    /// Why it stays settled; nil when it may be planned again.
    func refusal(_ earlier: Earlier) throws -> String? {
        let run = earlier.item.run
        let state = earlier.state?.rawValue.replacing("_", with: " ") ?? "settled"
        guard earlier.state == .inDoubt,
            try finding(earlier, reader) != nil || sightingOpen(earlier, reader) != nil
        else {
            return "by run \(run), \(state): not reopened, no look has seen it open; "
                + "next: rescind confirm \(run), or rescind resolve \(run) ID --as not-cancelled"
        }
        reopenable.append(earlier)
        return nil
    }

    /// Lets the earlier runs go of what this one has planned instead; names the shipments.
    ///
    /// What a look saw open, or a person found open, was not cancelled: that is the earlier item's
    /// end, and only then can another run claim the shipment.
    func release(
        to run: Int64, at now: Timestamp, on connection: Connection
    ) throws -> [String] {
        var released: [String] = []
        for earlier in reopenable where try isPlanned(earlier.item, in: run, connection) {
            let person = try finding(earlier, connection)
            let seen = try person == nil ? sightingOpen(earlier, connection) ?? "open" : ""
            let why = person.map { "\($0) found it not cancelled" } ?? "seen \(seen), not cancelled"
            let verdict = Verdict(
                item: earlier.item, ticket: nil, at: now, state: .refused,
                reason: "\(why); planned again by run \(run)", code: seen,
                attempts: Int(clamping: earlier.attempts))
            try Recorder().append([.verdict(verdict)], to: connection)
            released.append(earlier.item.shipmentID)
        }
        return released
    }

    /// Who found that it was not cancelled, where the newest finding says so.
    func finding(_ earlier: Earlier, _ connection: Connection) throws -> String? {
        try connection.first(
            """
            SELECT outcome, actor FROM act WHERE run = ? AND no = ? AND act = 'resolve'
            ORDER BY seq DESC LIMIT 1
            """, earlier.item.run, earlier.item.no
        ) { $0.text(0) == "not-cancelled" ? $0.text(1) : nil } ?? nil
    }

    /// The provider's word for it, when the newest exchange about it is a look that saw it open.
    private func sightingOpen(_ earlier: Earlier, _ connection: Connection) throws -> String? {
        guard let provider = ProviderName(rawValue: earlier.provider)?.provider else { return nil }
        let newest = try connection.first(
            """
            SELECT answer.status, answer.headers, answer.body, answer.error, answer.reach,
                request.purpose = 'look' AND request.label IS NULL
            FROM request LEFT JOIN answer ON answer.request = request.seq
            WHERE request.run = ? AND request.no = ? ORDER BY request.seq DESC LIMIT 1
            """, earlier.item.run, earlier.item.no
        ) { row -> Outcome? in row.bool(5) ? Outcome(recorded: row) : nil }
        guard case .answer(let answer)?? = newest,
            case .saw(let sighting) = provider.judgeLook(answer, of: earlier.item.shipmentID),
            sighting.kind == .open
        else { return nil }
        return sighting.state
    }

    private func isPlanned(
        _ item: ItemKey, in run: Int64, _ connection: Connection
    ) throws -> Bool {
        try connection.first(
            """
            SELECT 1 FROM item
            WHERE run = ? AND account = ? AND shipment_id = ? AND state = 'planned'
            """, run, item.account, item.shipmentID
        ) { _ in true } ?? false
    }
}
