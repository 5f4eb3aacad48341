// SPDX-License-Identifier: MIT

package import Model

/// Which faults happen how often: `429=0.05,slow=10%,shipstation:reset-after@cancel#1=1`.
///
/// A rule is `[provider:]fault[@purpose][#attempt]=probability`. Probabilities of the rules that
/// fit a request add up, and at most one of them happens to it.
package struct Faults: Sendable, Equatable {
    package struct Rule: Sendable, Equatable {
        package var kind: FaultKind
        package var share: Double
        package var provider: ProviderName?
        package var purpose: Purpose?
        /// Only the nth request for the same method and path, counted from 1.
        package var attempt: Int?

        package init(
            _ kind: FaultKind, _ share: Double, provider: ProviderName? = nil,
            purpose: Purpose? = nil, attempt: Int? = nil
        ) {
            self.kind = kind
            self.share = share
            self.provider = provider
            self.purpose = purpose
            self.attempt = attempt
        }
    }

    package static let none = Faults([])
    package let rules: [Rule]

    package init(_ rules: [Rule]) { self.rules = rules }

    /// The fault that `luck`, a number from 0 up to 1, brings to a request; nil for none.
    func draw(
        _ luck: Double, provider: ProviderName, purpose: Purpose?, attempt: Int
    ) -> FaultKind? {
        var reached = 0.0
        for rule in rules where rule.fits(provider, purpose, attempt) {
            reached += rule.share
            if luck < reached { return rule.kind }
        }
        return nil
    }
}

extension Faults.Rule {
    func fits(_ provider: ProviderName, _ purpose: Purpose?, _ attempt: Int) -> Bool {
        (self.provider == nil || self.provider == provider)
            && (self.purpose == nil || self.purpose == purpose)
            && (self.attempt == nil || self.attempt == attempt)
    }
}

extension Faults.Rule: CustomStringConvertible {
    package var description: String {
        (provider.map { "\($0.rawValue):" } ?? "") + kind.rawValue
            + (purpose.map { "@\($0.rawValue)" } ?? "") + (attempt.map { "#\($0)" } ?? "")
            + "=\(share)"
    }
}

extension Faults: CustomStringConvertible {
    /// The list in the form it is read.
    package var description: String { rules.map(\.description).joined(separator: ",") }
}
