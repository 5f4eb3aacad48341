// SPDX-License-Identifier: MIT

import Exports
import Model
import Providers

/// What a person calls a shipment: its id, or another name it has in an export.
struct ShipmentName: Sendable {
    let text: String
    /// The id as rows are compared by it: Sendcloud's stand without leading zeros, Microsoft's as
    /// `product/submission/label`.
    let canonical: String
    private let bytes: [UInt8]
    private let canonicalBytes: [UInt8]

    init(_ text: String) {
        let text = text.trimmedCell
        self.text = text
        canonical = Self.providers.lazy.compactMap { Self.id(text, of: $0) }.first ?? text
        (bytes, canonicalBytes) = (Array(text.utf8), Array(canonical.utf8))
    }

    /// Those that may write one id in several ways; no id is read by both.
    static let providers = [ProviderName.sendcloudReturns, .microsoftHardware]

    /// Whether an `item` of run `?1` is meant, where `?2` is the text and `?3` the canonical form.
    static let meansItem: String = {
        let words = providers.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return """
            item.run = ?1
            AND (item.shipment_id = ?2 OR item.shipment_id = ?3 AND item.provider IN (\(words)))
            """
    }()

    private static func id(_ text: String, of provider: ProviderName) -> String? {
        try? provider.provider.shipmentID(IDFields(id: text)).get()
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
