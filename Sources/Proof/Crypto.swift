// SPDX-License-Identifier: MIT

internal import CCrypto
package import Model

/// libcrypto, loaded with the first hash: help and version need none.
package enum Crypto {
    private static let library = LoadedLibrary(
        "libcrypto", package: "libssl3", missing: rescind_load_crypto())

    /// To be asked before a command begins, for a hash cannot throw.
    package static func check() throws(Problem) { try library.check() }

    private static let isHere = library.isHere

    /// Loads it where nobody asked; without it nothing can be proved, so there is no going on.
    static func load() { precondition(isHere, "libcrypto cannot be loaded") }
}
