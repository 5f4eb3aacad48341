// SPDX-License-Identifier: MIT

package import Model

/// Shipments and money by account and class.
package struct ClassTally: Sendable {
    package struct Entry: Sendable, Equatable {
        package var count: Int64 = 0
        package var value = Totals()
        /// How many of them state no amount.
        package var withoutAmount: Int64 = 0

        fileprivate mutating func add(_ amount: Amount?, _ currency: String) {
            count += 1
            // A sum beyond thirty digits is no money: the shipment then counts without an amount.
            let isAdded = if let amount { value.add(amount, currency) } else { false }
            if !isAdded { withoutAmount += 1 }
        }
    }

    package private(set) var accounts: [String: [ShipmentClass: Entry]] = [:]

    package init() {}

    package mutating func add(
        _ shipmentClass: ShipmentClass, account: String, amount: Amount?, currency: String
    ) {
        accounts[account, default: [:]][shipmentClass, default: Entry()].add(amount, currency)
    }

    package subscript(account: String, shipmentClass: ShipmentClass) -> Entry {
        accounts[account]?[shipmentClass] ?? Entry()
    }

    package func count(_ shipmentClass: ShipmentClass) -> Int64 {
        accounts.values.reduce(0) { $0 + ($1[shipmentClass]?.count ?? 0) }
    }

    package var hasDifferences: Bool {
        ShipmentClass.allCases.contains { $0.isDifference && count($0) > 0 }
    }
}
