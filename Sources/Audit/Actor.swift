// SPDX-License-Identifier: MIT

package import Glibc

/// Who acts, as the operating system says it; a flag can never claim to be somebody else.
package struct Actor: Sendable, Equatable {
    package var user: String
    /// The user who logged in, where the kernel remembers (audit login uid).
    package var login: String?
    /// Who ran sudo.
    package var sudo: String?

    package init(user: String, login: String? = nil, sudo: String? = nil) {
        self.user = user
        self.login = login
        self.sudo = sudo
    }

    /// This process's user.
    package static var current: Actor {
        Actor(
            effective: geteuid(), login: loginID,
            sudo: getenv("SUDO_USER").map { String(cString: $0) })
    }

    /// The actor of a process with these user ids and this `SUDO_USER`.
    ///
    /// Anybody can set the variable: it is believed of root alone, who could become that user
    /// anyway, and not where the kernel remembers that root itself logged in.
    package init(effective: uid_t, login: uid_t?, sudo: String?) {
        let user = Self.name(of: effective)
        let isBelievable = effective == 0 && login != 0
        let named = isBelievable ? sudo.flatMap(Self.existing) : nil
        self.init(
            user: user, login: login.flatMap { $0 == effective ? nil : Self.name(of: $0) },
            sudo: named == user ? nil : named)
    }

    /// The name approvals are compared with: whoever logged in, else the person behind sudo.
    package var person: String { login ?? sudo ?? user }

    /// The name, where the system knows such a user.
    private static func existing(_ name: String) -> String? {
        guard name.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f }) else { return nil }
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { buffer in
            guard let start = buffer.baseAddress,
                getpwnam_r(name, &entry, start, buffer.count, &found) == 0, found != nil
            else { return nil }
            return name
        }
    }

    private static func name(of id: uid_t) -> String {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { buffer in
            guard let start = buffer.baseAddress,
                getpwuid_r(id, &entry, start, buffer.count, &found) == 0, found != nil,
                let name = entry.pw_name
            else { return "uid \(id)" }
            return String(cString: name)
        }
    }

    /// The login uid the kernel keeps through su and sudo; unset for daemons.
    private static var loginID: uid_t? {
        let file = open("/proc/self/loginuid", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var digits = [UInt8](repeating: 0, count: 16)
        let count = read(file, &digits, digits.count)
        guard count > 0,
            let id = UInt32(String(decoding: digits[..<count], as: UTF8.self)), id != .max
        else { return nil }
        return id
    }
}

extension Actor: CustomStringConvertible {
    package var description: String {
        let others = [login.map { "login \($0)" }, sudo.map { "sudo \($0)" }].compactMap(\.self)
        return others.isEmpty ? user : "\(user) (\(others.joined(separator: ", ")))"
    }
}
