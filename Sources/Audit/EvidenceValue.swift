// SPDX-License-Identifier: MIT

import Proof
import SQLite

/// A value of an evidence row, as its leaf holds it.
protocol EvidenceValue {
    func encode(into leaf: inout LeafEncoder)
}

extension Int64: EvidenceValue {
    func encode(into leaf: inout LeafEncoder) { leaf.integer(self) }
}

extension String: EvidenceValue {
    func encode(into leaf: inout LeafEncoder) { leaf.text(self) }
}

extension [UInt8]: EvidenceValue {
    func encode(into leaf: inout LeafEncoder) { leaf.bytes(self) }
}

extension Optional: EvidenceValue where Wrapped: EvidenceValue {
    func encode(into leaf: inout LeafEncoder) {
        if let self { self.encode(into: &leaf) } else { leaf.null() }
    }
}

/// A digest in a column.
struct StoredDigest: Bindable {
    let digest: Digest

    init(_ digest: Digest) { self.digest = digest }

    func bind(to statement: Statement, at index: Int32) -> Int32 {
        digest.withUnsafeBytes { Blob($0).bind(to: statement, at: index) }
    }
}
