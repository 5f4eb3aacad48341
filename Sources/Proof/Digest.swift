// SPDX-License-Identifier: MIT

internal import Model

/// The 32 bytes of a SHA-256, held in place without an allocation.
package struct Digest: Hashable, Sendable {
    package static let byteCount = 32

    // The bytes in memory order; the four words have no meaning as numbers.
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    /// Fills the digest's bytes in place.
    init(filling fill: (UnsafeMutableRawBufferPointer) -> Void) {
        withUnsafeMutableBytes(of: &words) { fill($0) }
    }

    /// Reads exactly 32 bytes; nil for any other number.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.init { $0.copyBytes(from: bytes) }
    }

    /// Reads exactly 32 bytes where they lie; nil for any other number.
    package init?(rawBytes bytes: UnsafeRawBufferPointer) {
        guard bytes.count == Self.byteCount else { return nil }
        self.init { $0.copyMemory(from: bytes) }
    }

    /// Reads the standard base64 of 32 bytes.
    package init?(base64 text: some StringProtocol) {
        guard let bytes = [UInt8](base64: text) else { return nil }
        self.init(bytes)
    }

    package func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try Swift.withUnsafeBytes(of: words) { try body($0) }
    }

    package var bytes: [UInt8] { withUnsafeBytes { [UInt8]($0) } }

    package var hex: String { bytes.hex }

    package var base64: String { bytes.base64 }

    package static func == (left: Self, right: Self) -> Bool {
        left.words == right.words
    }

    package func hash(into hasher: inout Hasher) {
        withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}

extension Digest: CustomStringConvertible {
    package var description: String { hex }
}
