// SPDX-License-Identifier: MIT

/// The help: a function of the table and a width.
package struct Help: Sendable {
    let table: CommandTable
    let columns: Int

    /// Prose wider than this is hard to read, however wide the screen is.
    static let columnsMax = 100

    /// Without a width it is the one every terminal and every mail has.
    package init(_ table: CommandTable, columns: Int?) {
        self.table = table
        self.columns = min(Self.columnsMax, max(40, columns ?? 80))
    }

    package func lines(_ topic: HelpTopic) -> [Line] {
        switch topic {
        case .overview: overview
        case .exitCodes: ExitCodeHelp.lines(columns: columns)
        case .verb(let name):
            table.verb(named: name).map { VerbHelp($0, columns: columns).lines } ?? family(name)
        }
    }
}

// MARK: The overview
extension Help {
    /// One screen, in the order of the data's way.
    private var overview: [Line] {
        ["\("rescind", .strong) cancels pending shipments in bulk, and can prove what it did."]
            + VerbGroup.allCases.flatMap(lines(of:))
            + ["More: rescind help VERB, rescind help exit-codes. Every verb: --job, --json."]
    }

    private func lines(of group: VerbGroup) -> [Line] {
        let entries = entries(of: group)
        guard let first = entries.first else { return [] }
        let label = Line(group.rawValue.padded(toColumns: Self.labelColumns), .strong)
        if group == .around {
            return [label + Line(entries.map(\.name).joined(separator: ", "))]
        }
        return [label + row(first)]
            + entries.dropFirst().map {
                Line(String(repeating: " ", count: Self.labelColumns)) + row($0)
            }
    }

    /// A verb with its summary; verbs of one family stand in one line.
    private func entries(of group: VerbGroup) -> [(name: String, summary: String)] {
        table.verbs.filter { $0.group == group }.reduce(into: []) { entries, verb in
            let word = verb.words.first ?? verb.name
            guard !entries.contains(where: { $0.name == word }) else { return }
            let family = table.family(word).compactMap(\.words.last)
            entries.append(
                (word, family.isEmpty ? verb.summary : family.joined(separator: ", ") + "."))
        }
    }

    private func row(_ entry: (name: String, summary: String)) -> Line {
        Line(entry.name.padded(toColumns: Self.verbColumns)) + Line(entry.summary)
    }

    static let labelColumns = 14
    static let verbColumns = 11
    /// What is left for a summary at 80 columns.
    package static let summaryColumnsMax = 80 - labelColumns - verbColumns

    /// The verbs that share a first word.
    private func family(_ word: String) -> [Line] {
        table.family(word).flatMap { verb in
            verb.usages.map { Line($0, .strong) } + [Line("    " + verb.summary)]
        } + [Line(), Line("rescind help \(word) VERB says more.")]
    }
}
