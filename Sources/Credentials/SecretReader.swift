// SPDX-License-Identifier: MIT

import Glibc
package import Job
package import Model

/// Reads the secrets that references name, when they are needed and not before.
package struct SecretReader: Sendable {
    /// Looks up a variable of the process; tests pass their own.
    private let environment: @Sendable (String) -> String?
    private let commandTimeout: Interval
    private let isRehearsal: Bool

    /// Long enough to touch a security key or type a passphrase, short enough for a night.
    package static let commandSecondsMax: Int64 = 60
    package static let fileSecondsMax: Int64 = 10

    package init(
        environment: @escaping @Sendable (String) -> String? = processVariable,
        commandTimeout: Interval = .seconds(commandSecondsMax)
    ) {
        self.environment = environment
        self.commandTimeout = commandTimeout
        isRehearsal = false
    }

    private init(isRehearsal: Bool) {
        environment = { _ in nil }
        commandTimeout = .seconds(0)
        self.isRehearsal = isRehearsal
    }

    /// Reads nothing and gives a value that only a sandbox takes, for a rehearsal.
    package static let rehearsal = SecretReader(isRehearsal: true)

    /// The secret behind `reference`, or a problem that names everything but the value.
    package func read(
        _ reference: Reference, account: String, field: String
    ) throws(Problem) -> Secret {
        // A value of its own for each account, as each has a pace of its own at the sandbox.
        if isRehearsal { return Secret("rehearsal-\(account)") }
        CoreDump.prevent()
        do throws(Secret.Flaw) {
            return try value(of: reference)
        } catch {
            throw Problem(
                .jobInvalid, "the secret in \(reference) \(error.sentence)",
                at: "account \(account), \(field)", next: Self.advice(reference))
        }
    }

    private func value(of reference: Reference) throws(Secret.Flaw) -> Secret {
        switch reference.scheme {
        case .env: try variable(reference.target)
        case .file: try file(reference.location)
        case .credential: try file(try credentialPath(reference.target))
        case .command: try command(reference.target)
        }
    }

    private func variable(_ name: String) throws(Secret.Flaw) -> Secret {
        guard let value = environment(name) else {
            throw .unreadable("the variable is not set")
        }
        return try Secret.read(value.utf8)
    }

    private func file(_ path: String) throws(Secret.Flaw) -> Secret {
        try Secret.read(try SecretFile.bytes(of: path))
    }

    /// Where systemd puts what `LoadCredential=` names (systemd.exec(5)).
    private func credentialPath(_ name: String) throws(Secret.Flaw) -> String {
        guard let directory = environment("CREDENTIALS_DIRECTORY"), !directory.isEmpty else {
            throw .unreadable(
                "CREDENTIALS_DIRECTORY is not set: systemd gave this process no credential")
        }
        return directory + "/" + name
    }

    private func command(_ line: String) throws(Secret.Flaw) -> Secret {
        try Secret.read(try ChildOutput.firstLine(of: line, timeout: commandTimeout))
    }

    /// What `check` says about who else can get at a secret; nothing of it stops a run.
    package func advice(on account: Account) -> [Problem] {
        account.credentials.compactMap { credential in
            guard credential.isSecret, case .reference(let reference) = credential.source,
                reference.scheme == .file, let words = SecretFile.advice(on: reference.location)
            else { return nil }
            return Problem(
                .jobInvalid, "the secret in \(reference) \(words)",
                at: "account \(account.name), \(credential.field)",
                next: "chmod 600 \(reference.location)")
        }
    }

    private static func advice(_ reference: Reference) -> String {
        switch reference.scheme {
        case .env: "export \(reference.target)=… before starting rescind"
        case .file: "ls -l \(reference.location)"
        case .credential: "systemctl edit: LoadCredential=\(reference.target):PATH"
        case .command: "run the command in a shell: it must print the secret as its first line"
        }
    }
}

/// A variable of this process.
package func processVariable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
}
