// SPDX-License-Identifier: MIT

import Model
import Providers

/// Names of shipments that a person wrote, found again by what an export makes of the same text.
struct ShipmentNames<Value: Sendable>: Sendable {
    /// Whether `SE-1` means `se-1` too: what protects does, what chooses does not.
    private let ignoresCase: Bool
    private var written: [String: Value] = [:]
    /// The ids that the providers read from a name, where they are not the name itself.
    private var canonical: [ProviderName: [String: Value]] = [:]

    init(ignoringCase: Bool = false) { ignoresCase = ignoringCase }

    mutating func add(_ name: String, _ value: Value) {
        written[key(name)] = value
        for provider in ProviderName.allCases {
            guard case .success(let id) = provider.provider.shipmentID(IDFields(id: name)),
                id != name
            else { continue }
            canonical[provider, default: [:]][key(id)] = value
        }
    }

    /// What belongs to a name as it is written.
    func value(written name: String) -> Value? { name.isEmpty ? nil : written[key(name)] }

    /// What belongs to a canonical id; without a provider only the text itself is compared.
    func value(of id: String, _ provider: ProviderName?) -> Value? {
        value(written: id) ?? provider.flatMap { canonical[$0]?[key(id)] }
    }

    /// Both ways, because some letters meet only there: ẞ, ß and SS, or σ and ς.
    private func key(_ name: String) -> String {
        ignoresCase ? name.lowercased().uppercased() : name
    }

    var count: Int { written.count }
    var values: some Collection<Value> { written.values }
}
