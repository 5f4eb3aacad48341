// SPDX-License-Identifier: MIT

/// Everything a provider may answer and what it means: the one place where it is written down.
///
/// Judges take the first line that fits, from top to bottom; `rescind providers NAME` prints it.
package struct JudgingTable: Sendable {
    /// Answers to cancels, voids and deletions.
    package let answers: [AnswerLine]
    /// Answers to looks and lists that bring no state.
    package let reads: [ReadLine]
    /// States that looks see.
    package let states: [StateLine]
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
    /// Errors inside a body whose status says success.
    case errors
    /// A Retry-After header that can be read.
    case retryAfter
    /// A member of the body with a value, such as `approved: false`.
    case member(String)
    /// Words in the provider's message, compared without case.
    case phrase(String)
}

extension [Sign] {
    static func codes(_ words: String...) -> [Sign] { words.map(Sign.code) }
}

/// One line of the table: answers of these statuses that show one of these signs.
package struct AnswerLine: Sendable {
    package var actions: Set<Action>
    package var statuses: [ClosedRange<Int>]
    /// One of these must be seen; empty: any answer of the status.
    package var signs: [Sign]
    package var verdict: Judgement.Verdict
    package var wantsLook: Bool
    /// What it means and what happens next, in words.
    package var reason: String
    /// Whether the provider documents it; the rest is our own caution.
    package var isDocumented: Bool

    /// A refusal of the account, or an address that leads elsewhere, concerns every item.
    package var endsLane: Bool { verdict == .unauthorized || verdict == .redirected }

    init(
        _ actions: Set<Action>, _ statuses: [ClosedRange<Int>], if signs: [Sign] = [],
        _ verdict: Judgement.Verdict, look: Bool = false, documented: Bool = true, _ reason: String
    ) {
        self.actions = actions
        self.statuses = statuses
        self.signs = signs
        self.verdict = verdict
        wantsLook = look
        isDocumented = documented
        self.reason = reason
    }
}

/// How the answer to a look or list is taken when its body brings no state.
package struct ReadLine: Sendable {
    package enum Meaning: Sendable, Equatable {
        case sighting(Sighting.Kind)
        case failure(ReadFailure.Kind)
    }

    package var statuses: [ClosedRange<Int>]
    package var signs: [Sign]
    package var meaning: Meaning
    package var reason: String
    package var isDocumented: Bool

    init(
        _ statuses: [ClosedRange<Int>], if signs: [Sign] = [], _ meaning: Meaning,
        documented: Bool = true, _ reason: String
    ) {
        self.statuses = statuses
        self.signs = signs
        self.meaning = meaning
        isDocumented = documented
        self.reason = reason
    }
}

/// Words of one kind that a look may show.
package struct StateLine: Sendable {
    /// What the words are about, such as `shipment_status`.
    package let subject: String
    package let words: [String]
    /// The words as they are compared.
    private let plainWords: Set<String>
    package var kind: Sighting.Kind
    /// The provider's own word for a cancellation that failed.
    package var failedCancellation: Bool
    package var reason: String
    package var isDocumented: Bool

    init(
        _ subject: String, _ words: [String], _ kind: Sighting.Kind, failed: Bool = false,
        documented: Bool = true, _ reason: String
    ) {
        self.subject = subject
        self.words = words
        plainWords = Set(words.map(\.plainWord))
        self.kind = kind
        failedCancellation = failed
        isDocumented = documented
        self.reason = reason
    }

    func holds(_ plainWord: String, of subject: String) -> Bool {
        self.subject == subject && plainWords.contains(plainWord)
    }

    /// The word as this line spells it: one state is one word in every report.
    func spelling(of word: String) -> String {
        let plain = word.plainWord
        return words.first { $0.plainWord == plain } ?? word
    }
}

extension [ClosedRange<Int>] {
    static func only(_ statuses: Int...) -> Self { statuses.map { $0...$0 } }
    static func all(_ range: ClosedRange<Int>) -> Self { [range] }

    func holds(_ status: Int) -> Bool { contains { $0.contains(status) } }
}

extension JudgingTable {
    /// The first line that fits what an answer shows.
    func line(for action: Action, _ evidence: Evidence) -> AnswerLine? {
        answers.first { line in
            line.actions.contains(action) && evidence.fits(line.statuses, line.signs)
        }
    }

    func line(forRead evidence: Evidence) -> ReadLine? {
        reads.first { evidence.fits($0.statuses, $0.signs) }
    }

    /// The line of a state's word, in any case and spelling of its separators.
    func state(_ subject: String, _ word: String) -> StateLine? {
        let plain = word.plainWord
        return states.first { $0.holds(plain, of: subject) }
    }
}

extension String {
    /// Lower case, every run of ASCII other than letters and digits one hyphen.
    ///
    /// Sendcloud writes one status as `cancelled-upstream`, `CANCELLED_UPSTREAM` and
    /// `Cancelled upstream`.
    var plainWord: String {
        var result: [UInt8] = []
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): result.append(byte | 0x20)
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                0x80...0xFF:
                result.append(byte)
            default:
                if let last = result.last, last != UInt8(ascii: "-") {
                    result.append(UInt8(ascii: "-"))
                }
            }
        }
        if result.last == UInt8(ascii: "-") { result.removeLast() }
        return String(decoding: result, as: UTF8.self)
    }
}
