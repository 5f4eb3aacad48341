// SPDX-License-Identifier: MIT

// The lines of a judging table in words, for a person.

extension AnswerLine {
    /// - Parameter all: the actions of the whole table; a line that holds for all names none.
    func entry(of all: Set<Action>, at facts: Facts) -> ProviderPage.Entry {
        let only = actions == all ? [] : actions.map { "to a \($0.rawValue)" }.sorted()
        return ProviderPage.Entry(
            term: statuses.words,
            verdict: "\(verdict.words), \(next(facts))", tone: verdict.tone,
            condition: (only + (signs.isEmpty ? [] : ["with \(signs.words)"]))
                .joined(separator: ", "),
            meaning: reason + (isDocumented ? "" : " (our caution)"))
    }

    /// What happens next.
    private func next(_ facts: Facts) -> String {
        let canLook = facts.looks != nil
        return switch verdict {
        case .cancelled, .accepted: canLook && actions != [.delete] ? "looks follow" : "final"
        case .inDoubt: canLook ? "a look before anything else" : "repeated within the limit"
        case .throttled, .unavailable: "sent again later"
        case .unauthorized:
            facts.tokenURL == nil ? "the lane ends" : "one token renewal, then the lane ends"
        case .redirected: "the lane ends"
        case .refused, .notFound: wantsLook ? "one look" : "final"
        }
    }
}

extension Judgement.Verdict {
    fileprivate var words: String { rawValue.spaced }

    fileprivate var tone: ProviderPage.Tone {
        switch self {
        case .cancelled: .done
        case .accepted, .throttled, .unavailable: .pending
        case .refused, .notFound, .unauthorized, .redirected: .against
        case .inDoubt: .unknown
        }
    }
}

extension ReadLine {
    var entry: ProviderPage.Entry {
        ProviderPage.Entry(
            term: statuses.words, verdict: meaning.words, tone: .unknown,
            condition: signs.isEmpty ? "" : "with \(signs.words)",
            meaning: reason + (isDocumented ? "" : " (our caution)"))
    }
}

extension ReadLine.Meaning {
    fileprivate var words: String {
        switch self {
        case .sighting(let kind): "seen as \(kind.rawValue)"
        case .failure(let kind): "no look: \(kind.rawValue)"
        }
    }
}

extension StateLine {
    var entry: ProviderPage.Entry {
        ProviderPage.Entry(
            term: subject,
            verdict: kind.rawValue + (failedCancellation ? ", a failed cancellation" : ""),
            tone: kind.tone, condition: words.joined(separator: ", "),
            meaning: reason + (isDocumented ? "" : " (our caution)"))
    }
}

extension Sighting.Kind {
    fileprivate var tone: ProviderPage.Tone {
        switch self {
        case .cancelled: .done
        case .cancelling, .open: .pending
        case .closed, .missing: .against
        case .unknown: .unknown
        }
    }
}

extension [Sign] {
    fileprivate var words: String { map(\.words).joined(separator: ", ") }
}

extension Sign {
    fileprivate var words: String {
        switch self {
        case .code(let code): code
        case .documentedBody: "the documented body"
        case .errors: "errors in the body"
        case .retryAfter: "Retry-After"
        case .member(let text): text
        case .phrase(let text): "\"\(text)\""
        }
    }
}

extension [ClosedRange<Int>] {
    fileprivate var words: String {
        map { range in
            if range == Int.min...Int.max { return "any other" }
            return range.count == 1
                ? String(range.lowerBound) : "\(range.lowerBound)–\(range.upperBound)"
        }.joined(separator: ", ")
    }
}

extension PaceBudget {
    /// `200/min`, `80/s`.
    var rate: String {
        let time =
            switch windowMilliseconds {
            case 60_000: "min"
            case 1000: "s"
            default: "\(windowMilliseconds) ms"
            }
        return "\(requests)/\(time)"
    }
}

extension String {
    fileprivate var spaced: String { String(map { $0 == "_" ? " " : $0 }) }
}
