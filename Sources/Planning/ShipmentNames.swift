// SPDX-License-Identifier: MIT

import Model
import Providers

/// Names of shipments that a person wrote, found again by what an export makes of the same text.
struct ShipmentNames<Value: Sendable>: Sendable {
    private var written: [String: Value] = [:]
    /// The ids that the providers read from a name, where they are not the name itself.
    private var canonical: [ProviderName: [String: Value]] = [:]

    mutating func add(_ name: String, _ value: Value) {
        written[name] = value
        for provider in ProviderName.allCases {
            guard case .success(let id) = provider.provider.shipmentID(IDFields(id: name)),
                id != name
            else { continue }
            canonical[provider, default: [:]][id] = value
        }
    }

    /// What belongs to a name exactly as it is written.
    func value(written name: String) -> Value? { name.isEmpty ? nil : written[name] }

    /// What belongs to a canonical id; without a provider only the text itself is compared.
    func value(of id: String, _ provider: ProviderName?) -> Value? {
        value(written: id) ?? provider.flatMap { canonical[$0]?[id] }
    }

    var count: Int { written.count }
    var values: some Collection<Value> { written.values }
}
