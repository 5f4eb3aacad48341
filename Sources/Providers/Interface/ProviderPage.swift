// SPDX-License-Identifier: MIT

import Model

/// Everything about a provider that `rescind providers NAME` shows, ready to be laid out.
package struct ProviderPage: Sendable, Equatable {
    package var title: String
    package var summary: String
    package var sections: [Section]

    /// Sentences, then rows under titles, then entries; what is empty is not shown.
    package struct Section: Sendable, Equatable {
        package var title: String
        package var sentences: [String] = []
        package var columns: [String] = []
        /// As many cells as there are columns; the last one is prose.
        package var rows: [[String]] = []
        package var entries: [Entry] = []
    }

    /// One line of a judging table, in words.
    package struct Entry: Sendable, Equatable {
        /// The statuses, or the member of a body.
        package var term: String
        /// What it is taken as, and what happens next.
        package var verdict: String
        package var tone: Tone
        /// What else must be seen; empty where nothing must.
        package var condition: String
        package var meaning: String
    }

    /// How a verdict leaves the shipment: done, still to come, against us, or unknown.
    package enum Tone: String, Sendable {
        case done, pending, against, unknown
    }
}

extension Provider {
    package var page: ProviderPage {
        let notes = facts.notes
        return ProviderPage(
            title: "\(facts.title) (\(name.rawValue))", summary: notes.summary,
            sections: [
                account,
                .init(title: "Shipment id", sentences: [notes.id, notes.holds]),
                requests, pace, looks,
                .init(title: "List", sentences: [listWords]),
                .init(title: "Money", sentences: [notes.money]),
                .init(
                    title: "Where documents contradict each other",
                    sentences: notes.contradictions),
                .init(title: "Not known", sentences: notes.notKnown),
                answers, reads, states,
                .init(title: "Sources", sentences: notes.sources),
            ].map(\.withoutEmptySentences).filter { !$0.isEmpty })
    }

    private var account: ProviderPage.Section {
        let credentials = facts.credentials.map { field in
            [
                field.name, field.isSecret ? "secret" : "credential",
                field.isRequired ? "required" : "optional", field.explanation,
            ]
        }
        let settings = facts.settings.map { field in
            [field.name, "setting", field.isRequired ? "required" : "optional", field.explanation]
        }
        return .init(
            title: "Account",
            sentences: ["baseURL \(facts.baseURL)", facts.tokenURL.map { "tokenURL \($0)" } ?? ""],
            columns: ["Field", "Kind", "Need", "What it is"], rows: credentials + settings)
    }

    private var pace: ProviderPage.Section {
        let all = facts.paces.map { ("", $0) } + facts.testPaces.map { ("test keys", $0) }
        return .init(
            title: "Pace",
            sentences: [
                facts.notes.pace,
                "In flight at once: \(facts.concurrency). Headers that speak about it:"
                    + " \(facts.paceHeaders.joined(separator: ", ")).",
            ],
            columns: ["Requests", "Burst", "Which", "Source"],
            rows: all.map { keys, budget in
                let source = budget.isDocumented ? "documented" : "our caution"
                return [
                    budget.rate, String(budget.burst) + (budget.burstIsExtra ? " on top" : ""),
                    budget.scope.rawValue, keys.isEmpty ? source : "\(source), \(keys)",
                ]
            })
    }

    private var looks: ProviderPage.Section {
        guard let plan = facts.looks else {
            return .init(title: "Looks", sentences: [facts.notes.doubt])
        }
        let pauses = plan.intervalsSeconds.map { span($0) }.joined(separator: ", ")
        return .init(
            title: "Looks",
            sentences: [
                facts.notes.doubt,
                "Pauses between looks: \(pauses). Overdue after \(span(plan.overdueSeconds)).",
                facts.isConfirmable
                    ? "A look confirms a cancellation in the provider's own word."
                    : "No state says cancelled: a cancellation here is never confirmed.",
            ])
    }

    private var answers: ProviderPage.Section {
        let actions = Set(table.answers.flatMap(\.actions))
        let words = Action.allCases.filter(actions.contains).map { "a \($0.rawValue)" }
        return .init(
            title: "Answers to \(words.joined(separator: " and "))",
            sentences: ["The first line that fits counts."],
            entries: table.answers.map { $0.entry(of: actions, at: facts) })
    }

    private var reads: ProviderPage.Section {
        guard facts.looks != nil else { return .init(title: "Answers to looks") }
        return .init(
            title: "Answers to looks and lists",
            sentences: ["Where the answer brings no state; the first line that fits counts."],
            entries: table.reads.map(\.entry))
    }

    private var states: ProviderPage.Section {
        .init(title: "States", entries: table.states.map(\.entry))
    }

    private var listWords: String {
        switch listing {
        case .pages: "`rescind fetch` makes an export from the provider's own list."
        case .impossible(let reason): reason + "."
        }
    }
}

extension ProviderPage.Section {
    fileprivate var withoutEmptySentences: Self {
        var section = self
        section.sentences.removeAll(where: \.isEmpty)
        return section
    }

    fileprivate var isEmpty: Bool { sentences.isEmpty && rows.isEmpty && entries.isEmpty }
}

/// A number of seconds in the largest unit that has it whole.
private func span(_ seconds: Int) -> String {
    let units = [(86_400, "days"), (3600, "h"), (60, "min")]
    for (size, unit) in units where seconds >= size && seconds % size == 0 {
        return "\(seconds / size) \(unit == "days" && seconds == size ? "day" : unit)"
    }
    return "\(seconds) s"
}
