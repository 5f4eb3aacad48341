// SPDX-License-Identifier: MIT

package import Model

/// An item of a plan whose texts are lent for the length of one call.
///
/// Most of them stand in the export as they are stored: no String is made of those. They are
/// well-formed UTF-8.
package struct LentItem {
    package var source: Int64
    package var line: Int64
    package var account: UnsafeRawBufferPointer
    package var provider: String
    package var shipmentID: String
    package var status: UnsafeRawBufferPointer
    package var reference: UnsafeRawBufferPointer
    package var trackingNumber: UnsafeRawBufferPointer
    package var state: ItemState
    package var reason: String
    /// Decimal text as written, and what it says; nil where there is none.
    package var cost: (text: UnsafeRawBufferPointer, amount: Amount?)?
    package var currency: UnsafeRawBufferPointer
    package var sort: String
    package var raw: UnsafeRawBufferPointer
    package var labels: [PlannedLabel]

    package init(
        source: Int64, line: Int64, account: UnsafeRawBufferPointer, provider: String,
        shipmentID: String, status: UnsafeRawBufferPointer, reference: UnsafeRawBufferPointer,
        trackingNumber: UnsafeRawBufferPointer, state: ItemState, reason: String,
        cost: (text: UnsafeRawBufferPointer, amount: Amount?)?, currency: UnsafeRawBufferPointer,
        sort: String, raw: UnsafeRawBufferPointer, labels: [PlannedLabel]
    ) {
        self.source = source
        self.line = line
        self.account = account
        self.provider = provider
        self.shipmentID = shipmentID
        self.status = status
        self.reference = reference
        self.trackingNumber = trackingNumber
        self.state = state
        self.reason = reason
        self.cost = cost
        self.currency = currency
        self.sort = sort
        self.raw = raw
        self.labels = labels
    }
}

extension ItemRecord {
    /// Keeps what was lent; its number comes when it is put on record.
    package init(_ item: LentItem) {
        self.init(
            no: 0, source: item.source, line: item.line, account: item.account.utf8Text,
            provider: item.provider, shipmentID: item.shipmentID, status: item.status.utf8Text,
            reference: item.reference.utf8Text, trackingNumber: item.trackingNumber.utf8Text,
            state: item.state, reason: item.reason, cost: item.cost?.text.utf8Text,
            currency: item.currency.utf8Text, sort: item.sort, raw: [UInt8](item.raw),
            labels: item.labels)
    }

    /// Lends the item.
    package func lend<R>(_ body: (LentItem) throws -> R) rethrows -> R {
        var bytes: [UInt8] = []
        let ends = [account, status, reference, trackingNumber, cost ?? "", currency].map { text in
            bytes += text.utf8
            return bytes.count
        }
        return try bytes.withUnsafeBytes { bytes in
            let texts = zip([0] + ends, ends).map { start, end in
                UnsafeRawBufferPointer(rebasing: bytes[start..<end])
            }
            return try raw.withUnsafeBytes { raw in
                try body(
                    LentItem(
                        source: source, line: line, account: texts[0], provider: provider,
                        shipmentID: shipmentID, status: texts[1], reference: texts[2],
                        trackingNumber: texts[3], state: state, reason: reason,
                        cost: cost.map { (texts[4], Amount($0)) }, currency: texts[5], sort: sort,
                        raw: raw, labels: labels))
            }
        }
    }
}

extension UnsafeRawBufferPointer {
    fileprivate var utf8Text: String { String(decoding: self, as: UTF8.self) }
}
