// SPDX-License-Identifier: MIT

import Model
package import Proof
package import SQLite

/// The keys a verification trusts, and why.
package struct TrustedKeys: Sendable {
    package let verifiers: [NoteVerifier]
    /// Why these, for a person.
    package let words: String

    /// The keys of a file somebody brought; else this machine's; else those the record names.
    ///
    /// The three are worth less and less: the first was kept elsewhere, the second can be had by
    /// whoever rules this machine, the third by whoever wrote the database.
    package static func chosen(
        _ connection: Connection, file: String?, signingKey: String?
    ) throws -> TrustedKeys {
        if let file { return try ofFile(file) }
        if let key = try SigningKey.known(connection, at: signingKey) {
            return TrustedKeys(
                verifiers: [key.verifier],
                words: "\(key.verifier), this machine's own"
                    + " (\(SigningKey.publicPath(of: key.path))): only this machine's word")
        }
        let named = try KeyAct.verifiers(connection)
        let names = named.map(\.description).joined(separator: " ")
        return TrustedKeys(
            verifiers: named,
            words: named.isEmpty
                ? "none: nothing was signed yet"
                : "\(names), which the record names itself: only its own word; --key FILE is better"
        )
    }

    /// One key a line, as the file beside the signing key has it.
    private static func ofFile(_ path: String) throws(Problem) -> TrustedKeys {
        guard let file = try SmallFile.read(path, bytesMax: SigningKey.fileBytesMax) else {
            throw Problem(.usage, "there is no such key", at: path, next: "ls -l \(path)")
        }
        var verifiers: [NoteVerifier] = []
        for line in String(decoding: file.bytes, as: UTF8.self).split(separator: "\n") {
            do {
                verifiers.append(try NoteVerifier(parsing: String(line)))
            } catch {
                throw notAKey("this is no public key: \(error)", path)
            }
        }
        guard !verifiers.isEmpty else { throw notAKey("it holds no key", path) }
        let names = verifiers.map(\.description).joined(separator: " ")
        return TrustedKeys(verifiers: verifiers, words: "\(names), from \(path)")
    }

    private static func notAKey(_ what: String, _ path: String) -> Problem {
        Problem(
            .usage, what, at: path,
            next: "name the .pub file that lies beside the signing key")
    }
}
