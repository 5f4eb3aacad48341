// SPDX-License-Identifier: MIT

/// Everything a provider may answer and what it means: the one place where it is written down.
///
/// Judges read the first line that fits, from top to bottom; `rescind providers NAME` prints it.
package struct JudgingTable: Sendable {
    /// Answers to cancels, voids and deletions.
    package var answers: [AnswerLine]
    /// Answers to looks and lists that are no 2xx.
    package var reads: [ReadLine]
    /// States that looks see.
    package var states: [StateLine]
}

/// What a table line is about.
package enum Action: String, Sendable, CaseIterable {
    case cancel, void, delete
}

/// Something an answer shows besides its status.
package enum Sign: Sendable, Hashable {
    /// The provider's own code, compared without case.
    case code(String)
    /// The body the documentation promises for success.
    case documentedBody
    case emptyBody
    /// Errors inside a body whose status says success.
    case errors
    /// A readable Retry-After header.
    case retryAfter
    /// A phrase in the provider's message or details, compared without case.
    case phrase(String)
}

/// One line of the table: answers of these statuses that show one of these signs.
package struct AnswerLine: Sendable {
    package var actions: Set<Action>
    package var statuses: ClosedRange<Int>
    /// One of these must be seen; empty: any answer of the status.
    package var signs: [Sign]
    package var verdict: Judgement.Verdict
    package var wantsLook: Bool
    package var endsLane: Bool
    /// What it means and what happens next, in words.
    package var reason: String
    /// Whether the documentation names it; the rest is our own caution.
    package var isDocumented: Bool
}

/// How the answer to a look or list is taken when it is no 2xx.
package struct ReadLine: Sendable {
    package enum Meaning: Sendable, Equatable {
        case sighting(Sighting.Kind)
        case failure(ReadFailure.Kind)
    }

    package var statuses: ClosedRange<Int>
    package var signs: [Sign]
    package var meaning: Meaning
    package var reason: String
    package var isDocumented: Bool
}

/// Words of one kind that a look may show.
package struct StateLine: Sendable {
    /// What the words are about, such as `shipment_status`.
    package var subject: String
    package var words: [String]
    package var kind: Sighting.Kind
    package var failedCancellation: Bool
    package var reason: String
    package var isDocumented: Bool
}
