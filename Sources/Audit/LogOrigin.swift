// SPDX-License-Identifier: MIT

import Model

/// The name of one log, drawn when its database is made, so that no checkpoint of another fits.
enum LogOrigin {
    private static let prefix = "rescind/audit/"
    private static let randomBytes = 8

    static func fresh() -> String { prefix + randomness(randomBytes).hex }
}

/// Bytes nobody can guess; Swift's system generator is getrandom(2) on Linux.
func randomness(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: .min ... .max) }
}
