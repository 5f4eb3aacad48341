// SPDX-License-Identifier: MIT

import Model

/// What each credential may still send, by the numbers the providers publish.
struct RateLimits {
    /// One credential of one account and what it counts.
    private struct Key: Hashable {
        let place: Place
        let credential: String
        let budget: String
    }

    /// Multiplies the documented allowances; nil switches limits off.
    let scale: Double?
    private var meters: [Key: [Meter]] = [:]

    init(scale: Double?) { self.scale = scale }

    /// Takes one request from its budget; otherwise the milliseconds until it would fit.
    mutating func wait(
        for request: Incoming, errand: Errand, place: Place, credential: String, at now: Int64
    ) -> Int64? {
        guard let scale, errand.purpose != .token,
            let budget = Budget(place.provider, request.method, errand.purpose)
        else { return nil }
        let key = Key(place: place, credential: credential, budget: budget.name)
        var meters = meters[key] ?? budget.meters(scale: scale)
        let wait = meters.indices.map { meters[$0].wait(at: now) }.max() ?? 0
        if wait == 0 {
            for index in meters.indices { meters[index].take(at: now) }
        }
        self.meters[key] = meters
        return wait == 0 ? nil : wait
    }

    mutating func clear() { meters = [:] }
}

/// The documented allowance a request counts against; nil where no number is documented.
struct Budget {
    let name: String
    private let allowances: [Allowance]

    private enum Allowance {
        case window(Int, milliseconds: Int64)
        case bucket(perSecond: Int, burst: Int)
    }

    init?(_ provider: ProviderName, _ method: String, _ purpose: Purpose?) {
        switch provider {
        case .shipStation:
            (name, allowances) = ("all", [.window(200, milliseconds: 60_000)])
        case .amazonShipping:
            // Usage plans count each operation for itself.
            (name, allowances) = (
                purpose?.rawValue ?? "other", [.bucket(perSecond: 80, burst: 100)]
            )
        case .sendcloudReturns where method == "GET":
            (name, allowances) = ("reads", [.window(1000, milliseconds: 60_000)])
        case .sendcloudReturns:
            (name, allowances) = (
                "writes", [.window(100, milliseconds: 60_000), .window(15, milliseconds: 1000)]
            )
        case .sortedPro, .microsoftHardware: return nil
        }
    }

    func meters(scale: Double) -> [Meter] {
        func scaled(_ number: Int) -> Int { max(1, Int((Double(number) * scale).rounded())) }
        return allowances.map { allowance in
            switch allowance {
            case .window(let limit, let milliseconds):
                .window(SlidingWindow(limit: scaled(limit), milliseconds: milliseconds))
            case .bucket(let perSecond, let burst):
                .bucket(Bucket(perSecond: scaled(perSecond), burst: scaled(burst)))
            }
        }
    }
}
