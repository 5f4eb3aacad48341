// SPDX-License-Identifier: MIT

package import Model
package import Proof
package import SQLite

/// Signs what the log holds, so that nobody can later say it held something else.
///
/// A command that wrote calls `sign` as its last act, a long one every ten minutes too.
package struct Checkpoints: Sendable {
    /// How long a command that goes on writing waits between two checkpoints.
    package static let everyMilliseconds: Int64 = 600_000

    private let key: SigningKey
    private let actor: Actor
    private let anchor: String?

    /// `anchor` is a command line that gets each note on its standard input.
    package init(key: SigningKey, actor: Actor, anchor: String? = nil) {
        self.key = key
        self.actor = actor
        self.anchor = anchor
    }

    var verifier: NoteVerifier { key.verifier }

    /// A checkpoint that was made, and what did not work besides.
    package struct Signed: Sendable {
        package var checkpoint: Checkpoint
        package var note: String
        /// The checkpoint is in the database whatever these say; they are messages.
        package var problems: [Problem]
    }

    /// What a command that wrote does at its end: finds or makes the key and signs.
    ///
    /// What is returned are messages; the record itself is in order.
    package static func sign(
        _ connection: Connection, signingKey: String?, anchor: String?, actor: Actor,
        at: Timestamp
    ) throws -> [Problem] {
        let key = try SigningKey.of(connection, at: signingKey)
        let checkpoints = Checkpoints(key: key, actor: actor, anchor: anchor)
        return try checkpoints.sign(connection, at: at)?.problems ?? []
    }

    /// Signs the log as it stands, outside any transaction; nil where nothing is new.
    @discardableResult
    package func sign(_ connection: Connection, at: Timestamp) throws -> Signed? {
        try deliver(try connection.transaction { try checkpoint(connection, at) }, connection, at)
    }

    /// Brings a checkpoint that was committed to the file beside the database and to the anchor.
    func deliver(
        _ signed: Signed?, _ connection: Connection, _ at: Timestamp
    ) throws -> Signed? {
        let problem = keep(connection)
        guard var made = signed else {
            if let problem { throw problem }
            return nil
        }
        made.problems += [problem, try carry(made, connection, at)].compactMap(\.self)
        return made
    }

    /// Hands the note to the anchor, and puts on record whether it was taken.
    private func carry(
        _ signed: Signed, _ connection: Connection, _ at: Timestamp
    ) throws -> Problem? {
        guard let anchor else { return nil }
        let problem = Anchor(line: anchor).take(signed.note)
        try Act(
            .anchor, at: at, actor: actor, reason: problem?.what,
            detail: AnchorAct.detail(signed.checkpoint.size, isTaken: problem == nil)
        ).record(on: connection)
        return problem
    }

    /// Signs inside the caller's transaction; `deliver` follows once it is committed.
    func checkpoint(_ connection: Connection, _ at: Timestamp) throws -> Signed? {
        let head = try Log.head(connection)
        let newest = try Self.newest(connection)
        let anchored = try AnchorAct.count(from: newest, connection)
        guard Int64(head.size) > newest + anchored else { return nil }
        try introduce(connection, at)
        let frontier = try Log.head(connection)
        let checkpoint = try Checkpoint(
            origin: Log.origin(connection), size: frontier.size, root: frontier.root)
        let note = try checkpoint.signed(by: [key.signer]).description
        try connection.run(
            "INSERT INTO checkpoint (size, note) VALUES (?, ?)", Int64(frontier.size), note)
        return Signed(checkpoint: checkpoint, note: note, problems: [])
    }

    /// The first use of a key is an act, so that the record itself says whose word it is.
    private func introduce(_ connection: Connection, _ at: Timestamp) throws {
        let detail = KeyAct.detail(key.verifier)
        guard try !KeyAct.verifiers(connection).contains(key.verifier) else { return }
        var log = try Log(connection)
        try Act(.key, at: at, actor: actor, detail: detail).append(to: &log)
        try log.close()
    }

    /// Brings the file beside the database up to date; a failure does not undo the checkpoint.
    private func keep(_ connection: Connection) -> Problem? {
        guard connection.path != ":memory:" else { return nil }
        let file = CheckpointFile(beside: connection.path)
        do {
            try file.catchUp { size in
                try connection.all(
                    "SELECT note FROM checkpoint WHERE size > ? ORDER BY size", size
                ) { $0.text(0) }
            }
            return nil
        } catch {
            return error as? Problem
                ?? Problem(.storage, "the checkpoint was not written: \(error)", at: file.path)
        }
    }

    /// The size of the newest checkpoint; 0 where there is none.
    package static func newest(_ connection: Connection) throws -> Int64 {
        try connection.first("SELECT coalesce(max(size), 0) FROM checkpoint") { $0.int(0) } ?? 0
    }
}
