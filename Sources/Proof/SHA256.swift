// SPDX-License-Identifier: MIT

internal import CCrypto

/// SHA-256 taken piece by piece; a value, so that a common beginning is hashed once and copied.
package struct SHA256: Sendable {
    private var context = SHA256_CTX()

    package init() {
        Crypto.load()
        SHA256_Init(&context)
    }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        SHA256_Update(&context, bytes.baseAddress, bytes.count)
    }

    package mutating func update(_ bytes: some Sequence<UInt8>) {
        let isContiguous: Void? = bytes.withContiguousStorageIfAvailable {
            update(UnsafeRawBufferPointer($0))
        }
        if isContiguous == nil { update([UInt8](bytes)) }
    }

    package mutating func update(_ digest: Digest) { digest.withUnsafeBytes { update($0) } }

    package mutating func update(_ byte: UInt8) {
        withUnsafeBytes(of: byte) { update($0) }
    }

    /// The digest of everything up to here; more may follow.
    package var digest: Digest {
        var context = self.context
        return Digest { bytes in
            SHA256_Final(bytes.assumingMemoryBound(to: UInt8.self).baseAddress, &context)
        }
    }

    package static func hash(_ bytes: UnsafeRawBufferPointer) -> Digest {
        Crypto.load()
        var context = SHA256_CTX()
        SHA256_Init(&context)
        SHA256_Update(&context, bytes.baseAddress, bytes.count)
        return Digest { digest in
            SHA256_Final(digest.assumingMemoryBound(to: UInt8.self).baseAddress, &context)
        }
    }

    package static func hash(_ bytes: some Sequence<UInt8>) -> Digest {
        var state = SHA256()
        state.update(bytes)
        return state.digest
    }
}
