// SPDX-License-Identifier: MIT

/// The engine's named maxima.
package enum Limits {
    /// Transfers at once; lanes set their own, lower limits.
    package static let inFlightMax = 256
    /// Requests that wait for a free transfer; one more is refused, not sent.
    package static let waitingRequestsMax = 65_536
    package static let requestHeadersMax = 64
    package static let requestHeaderBytesMax = 64 * 1024
    package static let requestBodyBytesMax = 16 * 1024 * 1024
    package static let urlBytesMax = 8 * 1024
    /// All header lines of one exchange together, interim answers (1xx) and trailers included.
    package static let answerHeaderBytesMax = 64 * 1024
    package static let answerBodyBytesMax = 16 * 1024 * 1024
    /// Longer than any time a provider's page asks a client to wait.
    package static let timeoutMillisecondsMax = 3_600_000
    /// A connection idle for longer is not used again: behind a firewall that forgot it, the
    /// request would vanish and leave doubt, and a handshake costs less than doubt.
    package static let idleConnectionSecondsMax = 20
    /// A connection older than this is not used again, so that a change in DNS is noticed.
    package static let connectionSecondsMax = 300
    /// The longest sleep while transfers run; libcurl's own timers wake it earlier.
    static let pollMillisecondsMax = 1_000
    static let idlePollMillisecondsMax = 60_000
}
