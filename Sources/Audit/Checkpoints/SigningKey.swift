// SPDX-License-Identifier: MIT

import Glibc
import Model
package import Proof
package import SQLite

/// The key that signs a database's checkpoints, and from which its fingerprints are keyed.
///
/// It lies outside the database's folder, because whoever can copy the database must not be able
/// to sign for it. One key per database: nobody can pass off one record as another.
package struct SigningKey: Sendable {
    /// A key line is about 120 bytes.
    static let fileBytesMax = 4096
    private static let fingerprintLabel = "rescind/fingerprint/v1"

    package let signer: NoteSigner
    package let path: String

    package var verifier: NoteVerifier { signer.verifier }

    /// Fingerprints of secrets, under a key that follows from this one and from nothing public.
    ///
    /// Derived, so that there is one file to guard and to restore; losing it loses nothing that is
    /// on record.
    package var fingerprinter: Fingerprinter {
        let derived = HMAC(key: signer.secretText.utf8).code(of: Self.fingerprintLabel.utf8)
        guard let fingerprinter = Fingerprinter(key: derived.bytes) else {
            preconditionFailure("a digest is longer than the least a key may have")
        }
        return fingerprinter
    }

    /// The key of this database; made on first use.
    ///
    /// `path` is the job's `signingKey`; without it the key lies in the user's data folder.
    package static func of(
        _ connection: Connection, at path: String? = nil
    ) throws -> SigningKey {
        let origin = try Log.origin(connection)
        let path = path ?? standardPath(origin)
        if let known = try read(path) { return known }
        try refuseSecond(connection, path)
        try make(path, named: origin)
        guard let made = try read(path) else {
            throw Problem(.storage, "the signing key was made and is gone again", at: path)
        }
        return made
    }

    /// A record whose key another user has is not signed with a second one.
    ///
    /// To its owner that would be a stranger's. An owner whose key was lost goes on with a new one.
    private static func refuseSecond(_ connection: Connection, _ path: String) throws {
        var facts = stat()
        guard stat(connection.path, &facts) == 0, facts.st_uid != geteuid(),
            try !KeyAct.verifiers(connection).isEmpty
        else { return }
        let owner = getpwuid(facts.st_uid).map { String(cString: $0.pointee.pw_name) }
        let name = owner ?? String(facts.st_uid)
        throw Problem(
            .usage, "this record is signed with a key that \(name) has, and not this user",
            at: path,
            next: "sudo -u \(name) rescind …; who called sudo is on record as the one who acted")
    }

    /// The key if it is on this machine; this never makes one.
    package static func known(
        _ connection: Connection, at path: String? = nil
    ) throws -> SigningKey? {
        try read(path ?? standardPath(Log.origin(connection)))
    }

    /// The key's public half, for others to verify with.
    package static func publicPath(of path: String) -> String { path + ".pub" }
}

// MARK: Where it lies
extension SigningKey {
    static func standardPath(_ origin: String) -> String {
        dataFolder + "/rescind/keys/" + name(of: origin) + ".key"
    }

    /// What a log's own files are called in the data folder.
    static func name(of origin: String) -> String {
        origin.split(separator: "/").last.map(String.init) ?? "audit"
    }

    /// What belongs to this user and not to a database's folder.
    package static var dataFolder: String {
        if let folder = variable("XDG_DATA_HOME"), folder.hasPrefix("/") { return folder }
        return (variable("HOME") ?? "/root") + "/.local/share"
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}

// MARK: Its file
extension SigningKey {
    private static func read(_ path: String) throws(Problem) -> SigningKey? {
        guard let file = try SmallFile.read(path, bytesMax: fileBytesMax) else { return nil }
        guard file.mode & 0o027 == 0 else {
            throw Problem(
                .usage, "the signing key can be read or changed by others", at: path,
                next: "chmod 600 \(path)")
        }
        let text = String(decoding: file.bytes, as: UTF8.self)
        do {
            let line = text.split(separator: "\n").first.map(String.init) ?? ""
            return SigningKey(signer: try NoteSigner(parsing: line), path: path)
        } catch {
            throw Problem(
                .usage, "the signing key cannot be read: \(error)", at: path,
                next: "bring it back from a backup, or take it away: a new one is made")
        }
    }

    private static func make(_ path: String, named origin: String) throws {
        let key = try Ed25519.PrivateKey(seed: randomness(Ed25519.seedBytes))
        let signer = try NoteSigner(name: origin, key: key)
        try SmallFile.makeFolders(above: path)
        try SmallFile.create(path, signer.secretText + "\n", mode: 0o600)
        // Another process may have been first; then this half belongs to no key and is not kept.
        guard try read(path)?.verifier == signer.verifier else { return }
        try? SmallFile.create(publicPath(of: path), "\(signer.verifier)\n", mode: 0o644)
    }
}
