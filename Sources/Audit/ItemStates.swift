// SPDX-License-Identifier: MIT

import Model
import SQLite

/// Where items stand now: a pure function of intents and verdicts, kept for speed.
enum ItemStates {
    /// The run that has a shipment, if one has.
    static func holder(of item: ItemKey, _ connection: Connection) throws -> Int64? {
        try connection.first(
            "SELECT run FROM item_state WHERE account = ? AND shipment_id = ? AND claims",
            item.account, item.shipmentID
        ) { $0.int(0) }
    }

    /// The run that refuses an item its claim.
    ///
    /// Its own where somebody took it out while it waited, or another process sends it.
    static func refuser(of item: ItemKey, _ connection: Connection) throws -> Int64 {
        let state = try connection.first(
            "SELECT state FROM item_state WHERE run = ? AND no = ?", item.run, item.no
        ) { ItemState(rawValue: $0.text(0)) }
        guard state == nil || state == .planned else { return item.run }
        return try holder(of: item, connection) ?? item.run
    }

    /// What a claim needs, `?1` being the number of its cancel and `?5` whether it is a void.
    ///
    /// A void may follow a void, and the first cancel the voids; no attempt follows itself.
    static let claimable = """
        (\(Condition.isOne(of: mayBecomeSending, "state"))
            OR state = 'sending' AND (?5 OR attempts = 0))
        AND (?5 OR attempts < ?1)
        """

    private static let mayBecomeSending =
        ItemState.allCases.filter { $0.mayBecome.contains(.sending) }.map(\.rawValue)

    /// Whether a row claims its shipment, by its state.
    static let claiming = Condition.isOne(
        of: ItemState.allCases.filter(\.claims).map(\.rawValue), "state")

    /// Brings an item to what a verdict says; the triggers refuse an illegal way.
    static func move(_ verdict: Verdict, isLook: Bool, _ connection: Connection) throws {
        if try move(verdict, isLook, keepingClaim, connection) { return }
        if try move(verdict, isLook, changingClaim, connection) { return }
        try begin(verdict, connection)
    }

    private static func move(
        _ verdict: Verdict, _ isLook: Bool, _ update: String, _ connection: Connection
    ) throws -> Bool {
        try connection.run(
            update,
            verdict.state.rawValue, verdict.reason, verdict.code, Int64(verdict.attempts),
            verdict.settledAt, Int64(verdict.isConfirmed ? 1 : 0), verdict.at.milliseconds,
            verdict.item.run, verdict.item.no, Int64(isLook ? 1 : 0), verdict.claims)
        return connection.changedRows == 1
    }

    /// The index of claims is not touched by what does not name its column.
    private static let keepingClaim = update("", where: "claims = ?11")
    private static let changingClaim = update("claims = ?11,", where: "claims <> ?11")

    /// `OR FAIL`, for it changes one row or none: see `Schema`.
    private static func update(_ more: String, where condition: String) -> String {
        """
        UPDATE OR FAIL item_state SET \(more)
            state = ?1, reason = ?2, code = ?3, attempts = ?4,
            settled_at = CASE WHEN state = ?1 THEN coalesce(settled_at, ?5) ELSE ?5 END,
            confirmed_at = CASE WHEN ?6 THEN ?7 WHEN ?1 = 'in_doubt' THEN NULL
                ELSE confirmed_at END,
            doubted_at = CASE WHEN ?1 = 'in_doubt' AND state = 'sending' THEN ?7
                ELSE doubted_at END,
            looks = looks + ?10, looked_at = CASE WHEN ?10 THEN ?7 ELSE looked_at END
        WHERE run = ?8 AND no = ?9 AND \(condition)
        """
    }

    /// An item leaves `planned` without a request: held, superseded or dropped.
    private static func begin(_ verdict: Verdict, _ connection: Connection) throws {
        try connection.run(
            """
            INSERT INTO item_state
                (run, no, account, shipment_id, state, reason, code, attempts, settled_at, claims)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            verdict.item.run, verdict.item.no, verdict.item.account, verdict.item.shipmentID,
            verdict.state.rawValue, verdict.reason, verdict.code, Int64(verdict.attempts),
            verdict.settledAt, verdict.claims)
    }
}

extension Verdict {
    fileprivate var settledAt: Int64? { state.isSettled ? at.milliseconds : nil }
    fileprivate var claims: Int64 { state.claims ? 1 : 0 }
}

extension ItemState {
    /// Nothing more is to be sent, whatever a later look may say.
    package var isSettled: Bool {
        switch self {
        case .planned, .sending, .inDoubt: false
        default: true
        }
    }
}
