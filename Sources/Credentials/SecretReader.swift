// SPDX-License-Identifier: MIT

import Glibc
package import Job
package import Model

/// Reads the secrets that references name, when they are needed and not before.
package struct SecretReader: Sendable {
    /// Looks up a variable of the process; tests pass their own.
    private let environment: @Sendable (String) -> String?
    private let commandTimeout: Interval

    /// Long enough to touch a security key or type a passphrase, short enough for a night.
    package static let commandSecondsMax: Int64 = 60
    package static let fileSecondsMax: Int64 = 10

    package init(
        environment: @escaping @Sendable (String) -> String? = processVariable,
        commandTimeout: Interval = .seconds(commandSecondsMax)
    ) {
        self.environment = environment
        self.commandTimeout = commandTimeout
    }

    /// The secret behind `reference`, or a problem that names everything but the value.
    package func read(
        _ reference: Reference, account: String, field: String
    ) throws(Problem) -> Secret {
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
