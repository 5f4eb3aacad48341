// SPDX-License-Identifier: MIT

package import Model
import Providers

/// How a shipment stands in a later export.
package enum Standing: String, Sendable, Hashable {
    case cancelled
    /// The cancellation is under way.
    case cancelling
    /// Anything else that is known: it was not cancelled.
    case active
    /// The word does not say.
    case unclear
}

/// What the status column of an export means: the provider's own words, and those people use.
package struct StatusWords {
    /// Which state a provider's exports show.
    private static let subjects: [ProviderName: String] = [
        .shipStation: "shipment_status", .sendcloudReturns: "parent_status", .sortedPro: "state",
        .microsoftHardware: "currentStep",
    ]
    private static let cancelled: Set<String> = ["voided", "void", "annulled", "withdrawn"]
    private static let failed = ["fail", "reject", "denied", "refused", "not cancel"]
    private static let underWay = ["request", "pending", "progress", "being", "submit", "await"]

    private let words: [String: Standing]

    package init(_ provider: ProviderName?) {
        guard let provider, let subject = Self.subjects[provider] else {
            words = [:]
            return
        }
        var words: [String: Standing] = [:]
        for line in provider.provider.table.states where line.subject == subject {
            for word in line.words { words[Self.plain(word)] = Standing(line.kind) }
        }
        self.words = words
    }

    package func standing(_ status: String) -> Standing {
        let word = Self.plain(status)
        guard !word.isEmpty else { return .unclear }
        return words[word] ?? Self.usual(word)
    }

    /// Words of a shop or a warehouse system; whoever writes "cancel" means one of three things.
    private static func usual(_ word: String) -> Standing {
        if cancelled.contains(word) { return .cancelled }
        guard word.contains("cancel") else { return .active }
        if failed.contains(where: word.contains) { return .active }
        if word.contains("cancelling") || word.contains("canceling")
            || underWay.contains(where: word.contains)
        {
            return .cancelling
        }
        return word.contains("cancelled") || word.contains("canceled") ? .cancelled : .unclear
    }

    /// Lower case, words apart: `CANCELLED_UPSTREAM` and `cancelled-upstream` are one.
    private static func plain(_ word: String) -> String {
        word.lowercased().split { "-_ ./".contains($0) }.joined(separator: " ")
    }
}

extension Standing {
    init(_ kind: Sighting.Kind) {
        switch kind {
        case .cancelled: self = .cancelled
        case .cancelling: self = .cancelling
        case .open, .closed: self = .active
        // A step that is neither open nor closed says nothing of a cancellation.
        case .missing, .unknown: self = .unclear
        }
    }
}
