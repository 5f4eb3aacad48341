// SPDX-License-Identifier: MIT

/// HMAC with SHA-256 (RFC 2104) under one key, whose two blocks are hashed only once.
package struct HMAC: Sendable {
    private static let blockBytes = 64

    private let inner: SHA256
    private let outer: SHA256

    package init(key: some Collection<UInt8>) {
        let short = key.count > Self.blockBytes ? SHA256.hash(key).bytes : [UInt8](key)
        let block = short + [UInt8](repeating: 0, count: Self.blockBytes - short.count)
        var inner = SHA256()
        var outer = SHA256()
        inner.update(block.map { $0 ^ 0x36 })
        outer.update(block.map { $0 ^ 0x5c })
        self.inner = inner
        self.outer = outer
    }

    package func code(of bytes: some Sequence<UInt8>) -> Digest {
        var state = inner
        state.update(bytes)
        var result = outer
        result.update(state.digest)
        return result.digest
    }
}
