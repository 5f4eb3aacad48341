// SPDX-License-Identifier: MIT

import Exports
import Model

/// What a person calls a shipment: its id, or another name it has in an export.
struct ShipmentName: Sendable {
    let text: String
    /// The id as rows are compared by it: Sendcloud's stand without leading zeros.
    let canonical: String
    private let bytes: [UInt8]
    private let canonicalBytes: [UInt8]

    init(_ text: String) {
        self.text = text
        let isNumber = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        let stripped = isNumber ? String(text.drop { $0 == "0" }) : text
        canonical = stripped.isEmpty ? text : stripped
        (bytes, canonicalBytes) = (Array(text.utf8), Array(canonical.utf8))
    }

    /// Whether the row is about it; a row that cannot be taken apart is, when it holds the text.
    func names(_ row: borrowing JudgedRow) -> Bool {
        guard row.fault == nil else { return Self.holds(row.raw, bytes) }
        if Self.equals(row.id, bytes) || Self.equals(row.id, canonicalBytes) { return true }
        let others: [CanonicalField] = [.id, .reference, .labelID, .trackingNumber]
        return others.contains { Self.equals(row.bytes($0), bytes) }
    }

    private static func equals(_ left: UnsafeRawBufferPointer, _ right: [UInt8]) -> Bool {
        left.count == right.count && left.elementsEqual(right)
    }

    private static func holds(_ whole: UnsafeRawBufferPointer, _ part: [UInt8]) -> Bool {
        !part.isEmpty && whole.firstRange(of: part) != nil
    }
}
