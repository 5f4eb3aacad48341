// SPDX-License-Identifier: MIT

import CommandLine
import Formats
import Model
import Providers

/// `rescind providers [NAME]`: what this program knows of the five APIs.
enum ProvidersCommand {
    static func perform(_ workplace: Workplace) throws -> Finish {
        guard let name = workplace.invocation[Arguments.provider] else {
            return Finish(
                members: [
                    JSON.Member("providers", .array(ProviderName.allCases.map { $0.json }))
                ], lines: overview.lines(columns: workplace.output.columns))
        }
        let provider = name.provider
        workplace.output.result(heading(provider))
        workplace.output.result(facts(provider))
        for section in sections(provider) {
            workplace.output.result([Line(), Line(section.title, .strong)])
            workplace.output.result(section.table)
        }
        return Finish(members: [JSON.Member("providers", .array([name.json]))])
    }

    private static var overview: TextTable {
        var table = TextTable([
            Column("Provider"), Column("Service"), Column("Pace", .right), Column("Look"),
            Column("Confirmable"), Column("Success means", .prose),
        ])
        for name in ProviderName.allCases {
            let facts = name.provider.facts
            table.add(
                Line(name.rawValue), Line(facts.title), Line(facts.paces.first?.words ?? ""),
                Line(facts.looks == nil ? "no" : "yes"), Line(facts.isConfirmable ? "yes" : "no"),
                Line(facts.notes.summary))
        }
        return table
    }

    private static func heading(_ provider: any Provider) -> [Line] {
        [Line("\(provider.facts.title), \(provider.name.rawValue)", .strong), Line()]
    }

    private static func facts(_ provider: any Provider) -> FactSheet {
        let about = provider.facts
        var facts = FactSheet()
        facts.add("In short", Line(about.notes.summary))
        facts.add("Id", Line(about.notes.id))
        facts.add("Address", Line(about.baseURL))
        if let token = about.tokenURL { facts.add("Tokens", Line(token)) }
        for field in about.credentials {
            let kind = field.isSecret ? "a secret, by reference" : "no secret"
            facts.add("Credential", "\(field.name): \(field.explanation) (\(kind))")
        }
        for setting in about.settings {
            let need = setting.isRequired ? "required" : "optional"
            facts.add("Setting", "\(setting.name): \(setting.explanation) (\(need))")
        }
        facts.add("Pace", Line(about.paces.map(\.words).joined(separator: ", ")))
        facts.add("", Line(about.notes.pace))
        facts.add("Doubt", Line(about.notes.doubt))
        if let looks = about.looks {
            facts.add("Looks", "overdue after \(spoken(milliseconds: looks.overdueMilliseconds))")
        }
        if case .impossible(let why) = provider.listing { facts.add("Fetch", Line(why)) }
        facts.add("Money", Line(about.notes.money))
        return facts
    }

    private static func sections(_ provider: any Provider) -> [(title: String, table: TextTable)] {
        let notes = provider.facts.notes
        return [
            ("How answers are judged", answers(provider.table)),
            ("How looks and lists are judged", reads(provider.table)),
            ("What the states mean", states(provider.table)),
            ("Contradictions", list(notes.contradictions)),
            ("Not known", list(notes.notKnown)),
            ("Sources", list(notes.sources)),
        ].filter { !$0.1.rows.isEmpty }
    }

    private static func answers(_ judging: JudgingTable) -> TextTable {
        var table = TextTable([
            Column("To"), Column("Status"), Column("With", .prose), Column("Means"),
            Column("Because", .prose),
        ])
        for line in judging.answers {
            table.add(
                Line(line.actions.map(\.rawValue).sorted().joined(separator: " ")),
                Line(line.statuses.words), Line(line.signs.words), Line(line.verdict.rawValue),
                Line(line.reason + (line.isDocumented ? "" : " (our caution)")))
        }
        return table
    }

    private static func reads(_ judging: JudgingTable) -> TextTable {
        var table = TextTable([
            Column("Status"), Column("With", .prose), Column("Means"), Column("Because", .prose),
        ])
        for line in judging.reads {
            table.add(
                Line(line.statuses.words), Line(line.signs.words), Line(line.meaning.words),
                Line(line.reason + (line.isDocumented ? "" : " (our caution)")))
        }
        return table
    }

    private static func states(_ judging: JudgingTable) -> TextTable {
        var table = TextTable([
            Column("Field"), Column("Words", .prose), Column("Means"), Column("Because", .prose),
        ])
        for line in judging.states {
            table.add(
                Line(line.subject), Line(line.words.joined(separator: ", ")),
                Line(line.kind.rawValue), Line(line.reason))
        }
        return table
    }

    private static func list(_ sentences: [String]) -> TextTable {
        var table = TextTable([Column("", .prose)])
        for sentence in sentences { table.add(Line(sentence)) }
        return table
    }
}

extension ProviderName {
    fileprivate var json: JSON.Value {
        let facts = provider.facts
        return [
            "name": .string(rawValue), "title": .string(facts.title),
            "base_url": .string(facts.baseURL),
            "can_look": .bool(facts.looks != nil), "confirmable": .bool(facts.isConfirmable),
            "credentials": .array(facts.credentials.map { .string($0.name) }),
            "paces": .array(facts.paces.map { .string($0.words) }),
        ]
    }
}

extension PaceBudget {
    /// The budget as people say it: `200/min`, `1,000/min for reads`.
    var words: String {
        let time =
            windowMilliseconds == 60_000 ? "min" : windowMilliseconds == 1000 ? "s" : "window"
        let what =
            switch scope {
            case .all: ""
            case .reads: " for reads"
            case .writes: " for writes"
            }
        return "\(grouped(requests))/\(time)\(what)"
    }
}

extension LookPlan {
    var overdueMilliseconds: Int64 { Int64(overdueSeconds) * 1000 }
}

extension [ClosedRange<Int>] {
    fileprivate var words: String {
        map { range in
            if range.lowerBound == range.upperBound { return "\(range.lowerBound)" }
            return range.contains(0) ? "any" : "\(range.lowerBound)–\(range.upperBound)"
        }.joined(separator: " ")
    }
}

extension [Sign] {
    fileprivate var words: String {
        map { sign in
            switch sign {
            case .code(let code): code
            case .documentedBody: "the documented body"
            case .errors: "errors in the body"
            case .retryAfter: "Retry-After"
            case .member(let member): member
            case .phrase(let words): "“\(words)”"
            }
        }.joined(separator: ", ")
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
