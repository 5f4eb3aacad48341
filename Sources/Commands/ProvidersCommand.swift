// SPDX-License-Identifier: MIT

import CommandLine
import Formats
import Model
import Providers

/// `rescind providers [NAME]`: what this program knows of the five APIs.
enum ProvidersCommand {
    static func perform(_ workplace: Workplace) throws -> Finish {
        let columns = workplace.output.columns
        guard let name = workplace.invocation[Arguments.provider] else {
            return Finish(
                members: [JSON.Member("providers", .array(ProviderName.allCases.map(\.json)))],
                lines: overview(columns: columns))
        }
        let page = name.provider.page
        workplace.output.result(page.lines(columns: columns))
        return Finish(members: [
            JSON.Member("providers", .array([name.json])), JSON.Member("page", page.json),
        ])
    }

    private static func overview(columns: Int?) -> [Line] {
        var table = TextTable([
            Column("Provider"), Column("Cancelled"), Column("Confirmed"), Column("Pace", .prose),
            Column("Fetch"),
        ])
        for name in ProviderName.allCases {
            let provider = name.provider
            table.add(
                Line(name.rawValue), Line(provider.success), Line(provider.confirmation),
                Line(provider.facts.paces.map(\.shown).joined(separator: ", ")),
                Line(provider.canList ? "yes" : "no"))
        }
        return table.lines(columns: columns) + [
            Line(),
            Line("Next  rescind providers NAME: ids, requests, answers, what is not known", .faint),
        ]
    }
}

extension Provider {
    /// What a documented success says: done, or to come.
    fileprivate var success: String {
        let line = table.answers.first { line in
            line.actions.contains(.cancel) && line.isDocumented
                && (line.verdict == .cancelled || line.verdict == .accepted)
        }
        return line?.verdict == .accepted ? "later" : "at once"
    }

    fileprivate var confirmation: String {
        guard let looks = facts.looks else { return "never" }
        let time = spoken(milliseconds: Int64(looks.overdueSeconds) * 1000)
        return facts.isConfirmable ? "within \(time)" : "never"
    }

    fileprivate var canList: Bool {
        if case .pages = listing { true } else { false }
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
    /// The budget with what a person should know about it: `80/s, burst 100`.
    fileprivate var shown: String {
        words + (burstIsExtra ? " and a burst of \(burst)" : "")
            + (isDocumented ? "" : ", our caution")
    }

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
