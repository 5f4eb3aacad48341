// SPDX-License-Identifier: MIT

import Model

/// What a request is about, read from its shape alone, before any provider judges it.
///
/// Faults and limits need it for requests no provider gets to see.
struct Errand: Sendable, Equatable {
    var purpose: Purpose?
    /// The shipment or label it names; for Microsoft `product/submission/label`.
    var subject: String?

    init(_ request: Incoming, at provider: ProviderName) {
        let path = request.segments.filter { !$0.isEmpty }
        purpose = Self.purpose(request.method, path)
        subject =
            provider == .microsoftHardware
            ? Self.driverLabel(path) : Self.subject(path, purpose, request)
    }

    private static let collections: Set<String> = [
        "shipments", "labels", "returns", "products", "submissions", "shippingLabels", "statuses",
    ]

    private static func purpose(_ method: String, _ path: [String]) -> Purpose? {
        switch (method, path.last) {
        case ("DELETE", _): .delete
        case (_, "cancel"): .cancel
        case (_, "void"): .void
        case (_, "token"): .token
        case ("GET", .some(let last)): collections.contains(last) ? .list : .look
        default: nil
        }
    }

    private static func subject(
        _ path: [String], _ purpose: Purpose?, _ request: Incoming
    ) -> String? {
        switch purpose {
        case .cancel, .void: path.dropLast().last
        case .look:
            path.last == "tracking" ? request.parameter("trackingId") : path.last
        case .delete: path.last
        case .list: request.parameter("shipment_id")
        case .token, nil: nil
        }
    }

    private static func driverLabel(_ path: [String]) -> String? {
        let names = ["products", "submissions", "shippingLabels"]
        let ids = names.compactMap { name in
            path.firstIndex(of: name).flatMap { path.dropFirst($0 + 1).first }
        }
        return ids.isEmpty ? nil : ids.joined(separator: "/")
    }
}
