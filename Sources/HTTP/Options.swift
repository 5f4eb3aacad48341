// SPDX-License-Identifier: MIT

extension HTTPEngine {
    /// How one account's requests travel.
    ///
    /// There is no switch that turns the verification of certificates off.
    package struct Options: Sendable, Equatable {
        /// A file of PEM certificates trusted instead of the system's; nil trusts the system's.
        package var caFile: String?
        /// Name lookup, connecting, TLS and a proxy's CONNECT together.
        package var connectTimeoutMilliseconds = 10_000
        /// From the moment the request may be written to the first byte of an answer.
        package var firstByteTimeoutMilliseconds = 30_000
        /// The whole exchange, from its start to the last byte.
        package var timeoutMilliseconds = 60_000
        /// A longer answer is cut off and counts as no answer.
        package var bodyBytesMax = Limits.answerBodyBytesMax

        package init() {}
    }
}

extension Int {
    /// A time that libcurl takes as one: zero would mean "for ever" there.
    var asTimeout: Int { Swift.min(Swift.max(self, 1), Limits.timeoutMillisecondsMax) }
}
