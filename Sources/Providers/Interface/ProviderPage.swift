// SPDX-License-Identifier: MIT

import Model

/// Everything about a provider that `rescind providers NAME` shows, ready to be laid out.
package struct ProviderPage: Sendable, Equatable {
    package var title: String
    package var summary: String
    package var sections: [Section]

    /// Paragraphs, then a table where `columns` is not empty.
    package struct Section: Sendable, Equatable {
        package var title: String
        package var paragraphs: [String]
        package var columns: [String]
        package var rows: [[String]]

        init(
            _ title: String, _ paragraphs: [String] = [], columns: [String] = [],
            rows: [[String]] = []
        ) {
            self.title = title
            self.paragraphs = paragraphs
            self.columns = columns
            self.rows = rows
        }
    }
}

extension Provider {
    package var page: ProviderPage {
        let notes = facts.notes
        return ProviderPage(
            title: "\(facts.title) (\(name.rawValue))", summary: notes.summary,
            sections: [
                account, .init("Shipment id", [notes.id]), pace, looks, answers, reads, states,
                .init("Money", [notes.money]), .init("List", [listWords]),
                .init("Where documents contradict each other", notes.contradictions),
                .init("Not known", notes.notKnown), .init("Sources", notes.sources),
            ].filter { !$0.paragraphs.isEmpty || !$0.rows.isEmpty })
    }

    private var account: ProviderPage.Section {
        let credentials = facts.credentials.map { field in
            [
                field.name, field.isSecret ? "secret" : "credential",
                field.isRequired ? "required" : "", field.explanation,
            ]
        }
        let settings = facts.settings.map { field in
            [field.name, "setting", field.isRequired ? "required" : "", field.explanation]
        }
        let addresses =
            ["baseURL: \(facts.baseURL)"] + (facts.tokenURL.map { ["tokenURL: \($0)"] } ?? [])
        return .init(
            "Account", addresses, columns: ["field", "kind", "", "what it is"],
            rows: credentials + settings)
    }

    private var pace: ProviderPage.Section {
        let all = facts.paces.map { ("", $0) } + facts.testPaces.map { ("test keys", $0) }
        return .init(
            "Pace", [facts.notes.pace, "In flight at once: \(facts.concurrency)."],
            columns: ["requests", "window", "burst", "which", "keys", "source"],
            rows: all.map { keys, budget in
                [
                    String(budget.requests), "\(budget.windowMilliseconds / 1000) s",
                    String(budget.burst) + (budget.burstIsExtra ? " on top" : ""),
                    budget.scope.rawValue, keys,
                    budget.isDocumented ? "documented" : "our caution",
                ]
            })
    }

    private var looks: ProviderPage.Section {
        guard let plan = facts.looks else { return .init("Looks", [facts.notes.doubt]) }
        let pauses = plan.intervalsSeconds.map { Self.span($0) }.joined(separator: ", ")
        return .init(
            "Looks",
            [
                facts.notes.doubt,
                "Pauses between looks: \(pauses); overdue after \(Self.span(plan.overdueSeconds)).",
                facts.isConfirmable
                    ? "A look confirms a cancellation in the provider's own word."
                    : "No state says cancelled: a cancellation here is never confirmed.",
            ])
    }

    private var answers: ProviderPage.Section {
        .init(
            "Answers", ["The first line that fits counts."],
            columns: ["request", "status", "shows", "verdict", "then", "meaning", "source"],
            rows: table.answers.map { line in
                [
                    line.actions.map(\.rawValue).sorted().joined(separator: ", "),
                    line.statuses.words, line.signs.words, line.verdict.rawValue,
                    line.next(canLook: facts.looks != nil),
                    line.reason, line.isDocumented ? "documented" : "our caution",
                ]
            })
    }

    private var reads: ProviderPage.Section {
        guard facts.looks != nil else { return .init("Answers to looks") }
        return .init(
            "Answers to looks", ["Where the answer brings no state."],
            columns: ["status", "shows", "taken as", "meaning", "source"],
            rows: table.reads.map { line in
                [
                    line.statuses.words, line.signs.words, line.meaning.words, line.reason,
                    line.isDocumented ? "documented" : "our caution",
                ]
            })
    }

    private var states: ProviderPage.Section {
        .init(
            "States", columns: ["member", "words", "taken as", "meaning"],
            rows: table.states.map { line in
                [
                    line.subject, line.words.joined(separator: ", "),
                    line.kind.rawValue + (line.failedCancellation ? ", failed" : ""), line.reason,
                ]
            })
    }

    private var listWords: String {
        switch listing {
        case .pages: "`rescind fetch` makes an export from the provider's own list."
        case .impossible(let reason): reason + "."
        }
    }

    private static func span(_ seconds: Int) -> String {
        let units = [(86_400, "days"), (3600, "h"), (60, "min")]
        for (size, unit) in units where seconds >= size && seconds % size == 0 {
            return "\(seconds / size) \(unit == "days" && seconds == size ? "day" : unit)"
        }
        return "\(seconds) s"
    }
}

extension AnswerLine {
    /// What happens next, in a few words.
    fileprivate func next(canLook: Bool) -> String {
        switch verdict {
        case .cancelled, .accepted: canLook && actions != [.delete] ? "looks follow" : "final"
        case .inDoubt: canLook ? "a look before anything else" : "repeated within the limit"
        case .throttled, .unavailable: "sent again later"
        case .unauthorized: "renewed once, then lane ends"
        case .redirected: "lane ends"
        case .refused, .notFound: wantsLook ? "one look" : "final"
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
        case .errors: "errors"
        case .retryAfter: "Retry-After"
        case .member(let text): text
        case .phrase(let text): "\"\(text)\""
        }
    }
}

extension ReadLine.Meaning {
    fileprivate var words: String {
        switch self {
        case .sighting(let kind): kind.rawValue
        case .failure(let kind): kind.rawValue
        }
    }
}

extension [ClosedRange<Int>] {
    fileprivate var words: String {
        map { range in
            if range == Int.min...Int.max { return "any" }
            return range.count == 1
                ? String(range.lowerBound) : "\(range.lowerBound)–\(range.upperBound)"
        }.joined(separator: ", ")
    }
}
