// SPDX-License-Identifier: MIT

package import Model

/// Shipments and money by account and class.
package struct ClassTally: Sendable {
    package struct Entry: Sendable, Equatable {
        package var count: Int64 = 0
        package var value = Totals()
        /// How many of them state no amount.
        package var withoutAmount: Int64 = 0
    }

    package private(set) var accounts: [String: [ShipmentClass: Entry]] = [:]

    package init() {}

    package mutating func add(
        _ shipmentClass: ShipmentClass, account: String, amount: Amount?, currency: String
    ) {
        var entry = accounts[account]?[shipmentClass] ?? Entry()
        entry.count += 1
        if let amount {
            // A sum beyond thirty digits is no money: the shipment then counts without an amount.
            if !entry.value.add(amount, currency) { entry.withoutAmount += 1 }
        } else {
            entry.withoutAmount += 1
        }
        accounts[account, default: [:]][shipmentClass] = entry
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
