// SPDX-License-Identifier: MIT

import Model

/// The address of a provider: `https://host[:port][/path]`, or `http:` to this machine.
package struct WebAddress: Sendable, Hashable {
    /// The address as it was written.
    package let text: String
    package let host: String
    package let isEncrypted: Bool

    package static let bytesMax = 2048

    package struct Flaw: Error, Sendable, Equatable {
        package let sentence: String
    }

    /// Reads an address; the flaw never repeats it, because a password may stand in it.
    package static func read(_ text: String) throws(Flaw) -> WebAddress {
        let encrypted = text.hasPrefix("https://")
        guard encrypted || text.hasPrefix("http://") else {
            throw Flaw(sentence: "must begin with https://")
        }
        guard text.utf8.count <= bytesMax, text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            throw Flaw(sentence: "must be plain ASCII without spaces, at most \(bytesMax) bytes")
        }
        let rest = text.drop { $0 != ":" }.dropFirst(3)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if authority.contains("@") {
            throw Flaw(sentence: "must not hold a user name or password")
        }
        if rest.contains("?") || rest.contains("#") || rest.contains("\\") {
            throw Flaw(sentence: "must end with its path: no ?, # or backslash")
        }
        let host = try host(of: authority)
        guard encrypted || isLoopback(host) else {
            throw Flaw(sentence: "may use http: only to this machine (localhost, 127.0.0.1, [::1])")
        }
        return WebAddress(
            text: text, host: host, isEncrypted: encrypted)
    }

    package var isLoopback: Bool { Self.isLoopback(host) }

    /// One spelling of an address: lower case, without its scheme's own port and last slashes, this
    /// machine by one name.
    static func normalised(_ text: String) -> String {
        guard let address = try? read(text) else { return text }
        let rest = text.drop { $0 != ":" }.dropFirst(3)
        let authority = rest.prefix { $0 != "/" }
        let port = authority.split(separator: ":", omittingEmptySubsequences: false).last ?? ""
        let isOwn =
            !authority.hasSuffix("]") && authority.contains(":")
            && port != (address.isEncrypted ? "443" : "80")
        var path = rest.dropFirst(authority.count)
        while path.last == "/" { path.removeLast() }
        return (address.isEncrypted ? "https://" : "http://")
            + (address.isLoopback ? "localhost" : address.host) + (isOwn ? ":\(port)" : "") + path
    }

    private static func host(of authority: Substring) throws(Flaw) -> String {
        let bracketed = authority.hasPrefix("[")
        let name =
            bracketed
            ? authority.prefix { $0 != "]" }.dropFirst()
            : authority.prefix { $0 != ":" }
        let after = authority.dropFirst(name.count + (bracketed ? 2 : 0))
        let allowed = bracketed ? "0123456789abcdefABCDEF:." : "-._"
        guard !name.isEmpty, authority.contains("]") == bracketed,
            name.allSatisfy({ allowed.contains($0) || (!bracketed && isHostByte($0)) })
        else { throw Flaw(sentence: "has no host that can be read") }
        guard after.isEmpty || isPort(after) else {
            throw Flaw(sentence: "has a port that is not a number from 1 to 65535")
        }
        return name.lowercased()
    }

    private static func isHostByte(_ character: Character) -> Bool {
        character.utf8.allSatisfy { $0.isDigit || $0.isLetter }
    }

    private static func isPort(_ text: Substring) -> Bool {
        guard text.first == ":", let port = wholeNumber(String(text.dropFirst())) else {
            return false
        }
        return (1...65_535).contains(port)
    }

    /// Names other than localhost are not trusted: a resolver decides where they lead.
    private static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.first == "127"
            && parts.allSatisfy { wholeNumber(String($0)).map { $0 < 256 } ?? false }
    }
}

extension WebAddress: CustomStringConvertible {
    package var description: String { text }
}
