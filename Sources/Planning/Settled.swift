// SPDX-License-Identifier: MIT

import Audit
import Exports
import Model
import SQLite

/// Whether an earlier run has a shipment already.
final class Settled {
    /// Its own connection: the plan's writes at the same time, on another thread.
    ///
    /// No other process can write while the plan holds the lock: what it sees is what there is.
    let reader: Connection
    /// `--reopen`: shipments that may be planned again once a look has seen them open.
    private var reopen = ShipmentNames<String>()
    /// A retry reopens by itself what a person found not cancelled.
    private let isRetry: Bool
    /// Those of `reopen` that no due row has named yet.
    private(set) var unmet: Set<String>
    /// Shipments of `reopen` that another run may have, as far as they are planned in the end.
    var reopenable: [Earlier] = []
    /// Most often no run has anything yet: then no row has to be looked up.
    private let isEmpty: Bool

    /// What an earlier run says of a shipment.
    struct Earlier {
        let item: ItemKey
        let provider: String
        let state: ItemState?
        let settledAt: Int64?
        let attempts: Int64
    }

    /// - Parameter path: the audit database.
    init(_ path: String, reopen: Set<String>, isRetry: Bool) throws {
        self.isRetry = isRetry
        reader = try AuditFile.forReading(path)
        for name in reopen { self.reopen.add(name.trimmedCell, name) }
        unmet = reopen
        isEmpty = try reader.first("SELECT 1 FROM item_state LIMIT 1") { _ in true } == nil
    }

    /// The reason in words, naming the run; nil when no run has it.
    ///
    /// - Parameter madeAt: when the export was made that calls it due.
    func reason(
        _ account: UnsafeRawBufferPointer, _ id: String, madeAt: Timestamp
    ) throws -> String? {
        guard !isEmpty, let earlier = try earlier(account.text, id) else { return nil }
        let isMeant = reopened(id, ProviderName(rawValue: earlier.provider)) != nil
        if try isMeant || isRetry && finding(earlier, reader) != nil {
            return try refusal(earlier)
        }
        return Self.words(earlier, madeAt: madeAt)
    }

    /// A due row names this shipment.
    func meet(_ id: String, of provider: ProviderName?) {
        guard !unmet.isEmpty, let name = reopened(id, provider) else { return }
        unmet.remove(name)
    }

    /// The name by which `--reopen` means this shipment, as it was given.
    private func reopened(_ id: String, _ provider: ProviderName?) -> String? {
        reopen.value(of: id, provider)
    }

    private static func words(_ earlier: Earlier, madeAt: Timestamp) -> String {
        let isCancelled = earlier.state == .cancelled || earlier.state == .alreadyCancelled
        if isCancelled, let settledAt = earlier.settledAt, settledAt < madeAt.milliseconds {
            return
                "contradiction: cancelled by run \(earlier.item.run) before this export was made"
        }
        let state = earlier.state?.rawValue.replacing("_", with: " ") ?? "settled"
        return "by run \(earlier.item.run), \(state)"
    }

    private func earlier(_ account: String, _ id: String) throws -> Earlier? {
        try reader.first(
            """
            SELECT now.run, now.no, now.state, now.settled_at, now.attempts, item.provider
            FROM item_state now JOIN item ON item.run = now.run AND item.no = now.no
            WHERE now.account = ? AND now.shipment_id = ?
            AND now.state IN
                ('accepted', 'already_cancelled', 'cancelled', 'in_doubt', 'sending')
            """, account, id
        ) { row in
            Earlier(
                item: ItemKey(
                    run: row.int(0), no: row.int(1), account: account, shipmentID: id),
                provider: row.text(5), state: ItemState(rawValue: row.text(2)),
                settledAt: row.intOrNil(3), attempts: row.int(4))
        }
    }
}
