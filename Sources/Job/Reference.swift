// SPDX-License-Identifier: MIT

import Model

/// Where a secret is found; the only form in which the job may speak of one.
package struct Reference: Sendable, Hashable {
    package enum Scheme: String, Sendable, CaseIterable {
        case env, file, command, credential
    }

    package let scheme: Scheme
    /// What follows the colon, as written.
    package let target: String
    /// For `file:` where to open it; for the others the same as `target`.
    package let location: String

    package init(_ scheme: Scheme, _ target: String, location: String? = nil) {
        self.scheme = scheme
        self.target = target
        self.location = location ?? target
    }

    /// Why a text cannot be used as a reference; never says the text, which may be a secret.
    package struct Flaw: Error, Sendable, Equatable {
        package let sentence: String
    }

    /// Reads `env:NAME`, `file:PATH`, `command:LINE` or `credential:NAME`.
    package static func read(_ text: String, paths: Paths) throws(Flaw) -> Reference {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let word = parts.first, let rest = parts.last else {
            throw Flaw(sentence: "must be a reference, never the secret itself")
        }
        guard let scheme = Scheme(rawValue: String(word)) else { throw unknown(word) }
        let target = String(rest)
        if let complaint = complaint(scheme, target) {
            throw Flaw(sentence: "\(scheme.rawValue): \(complaint)")
        }
        return Reference(
            scheme, target, location: scheme == .file ? paths.resolve(target) : target)
    }

    /// The word before the colon is said only through its nearest scheme: it may be a user name.
    private static func unknown(_ word: Substring) -> Flaw {
        let near = nearest(to: String(word), among: Scheme.allCases.map(\.rawValue))
        let hint = near.map { "; did you mean \($0):?" } ?? ""
        return Flaw(
            sentence: "does not begin with env:, file:, command: or credential:" + hint)
    }

    private static func complaint(_ scheme: Scheme, _ target: String) -> String? {
        if target.utf8.contains(where: { $0 < 32 || $0 == 127 }) {
            return "must not hold control characters"
        }
        switch scheme {
        case .env: return isVariableName(target) ? nil : variableComplaint(target)
        case .credential:
            return target.isEmpty || target.contains("/") || target.hasPrefix(".")
                ? "needs the name of a systemd credential, without a path" : nil
        case .file: return target.isEmpty ? "needs a path" : nil
        case .command:
            return target.allSatisfy { $0 == " " } ? "needs a command line" : nil
        }
    }

    private static func variableComplaint(_ target: String) -> String {
        target.hasPrefix("$")
            ? "takes the name of a variable without $"
            : "needs the name of a variable: letters, digits and _"
    }

    private static func isVariableName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !first.isDigit else { return false }
        return text.utf8.allSatisfy { $0.isDigit || $0.isLetter || $0 == 0x5f }
    }
}

extension Reference: CustomStringConvertible {
    /// The reference as written; it names a place, never a value.
    package var description: String { "\(scheme.rawValue):\(target)" }
}
