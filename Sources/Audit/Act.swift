// SPDX-License-Identifier: MIT

package import Formats
package import Model
package import SQLite

/// Something a person or a timer did.
package struct Act: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case plan, approve, apply
        case applyEnded = "apply_ended"
        case confirm, resolve, abandon, stop, reconcile, statement, report, fetch, retry
        /// The first checkpoint under a key; the detail names it.
        case key
        /// A checkpoint was handed to the job's anchor; the detail says which, and whether it was
        /// taken.
        case anchor
        /// Exchanges and raw rows of old runs are about to go into a sealed file.
        case archive
        /// They went.
        case archiveEnded = "archive_ended"
        /// A command that was refused before it did anything.
        case refused
    }

    package var kind: Kind
    package var run: Int64?
    package var no: Int64?
    package var at: Timestamp
    package var actor: Actor
    package var reason: String?
    package var ticket: String?
    package var detail: JSON.Value

    package init(
        _ kind: Kind, run: Int64? = nil, no: Int64? = nil, at: Timestamp, actor: Actor,
        reason: String? = nil, ticket: String? = nil, detail: JSON.Value = .object([])
    ) {
        self.kind = kind
        self.run = run
        self.no = no
        self.at = at
        self.actor = actor
        self.reason = reason
        self.ticket = ticket
        self.detail = detail
    }
}

extension Act {
    /// The one word of the detail that the views show: a run's status, a finding, `whole`.
    private var outcome: String? {
        if let word = detail["status"]?.string ?? detail["as"]?.string { return word }
        let isWhole = detail["whole"]?.bool ?? (detail["whole"]?.int == 1)
        return isWhole ? "whole" : nil
    }

    private var code: Int64? { detail["exit"]?.int.map(Int64.init) }

    /// Puts the act on record inside the caller's transaction.
    package func append(to log: inout Log) throws {
        try log.append(
            .act, run, no, at.milliseconds, actor.description, kind.rawValue, reason, ticket,
            String(decoding: detail.bytes, as: UTF8.self), outcome, code)
    }

    /// Puts the act on record in a transaction of its own.
    package func record(on connection: Connection) throws {
        try connection.transaction {
            var log = try Log(connection)
            try append(to: &log)
            try log.close()
        }
    }
}
