// SPDX-License-Identifier: MIT

import CommandLine
import Formats
import Providers

// A provider's page for a terminal, and for a program.

extension ProviderPage {
    func lines(columns: Int?) -> [Line] {
        [Line(title, .strong)] + Section.prose(summary, columns)
            + sections.flatMap { [Line(), Line($0.title, .strong)] + $0.lines(columns: columns) }
    }

    var json: JSON.Value {
        [
            "title": .string(title), "summary": .string(summary),
            "sections": .array(sections.map(\.json)),
        ]
    }
}

extension ProviderPage.Section {
    fileprivate static let indent = "  "

    /// Several sentences in a row are a list; one is a paragraph.
    fileprivate func lines(columns: Int?) -> [Line] {
        let mark = sentences.count > 1 ? "· " : ""
        return sentences.flatMap { Self.prose($0, columns, mark: mark) }
            + table.lines(columns: columns) + entryLines(columns)
    }

    fileprivate static func prose(_ text: String, _ columns: Int?, mark: String = "") -> [Line] {
        let room = (columns ?? .max) - indent.count - mark.count
        return wrapped(text, columns: room).enumerated().map { place, part in
            Line(indent + (place == 0 ? mark : String(repeating: " ", count: mark.count)) + part)
        }
    }

    private var table: TextTable {
        var table = TextTable(
            columns.enumerated().map { place, title in
                Column(
                    (place == 0 ? Self.indent : "") + title,
                    place == columns.count - 1 ? .prose : .left)
            }, indent: Self.indent.count)
        for row in rows { table.add(row.map { Line($0) }) }
        return table
    }

    /// Term, then what it is taken as; below, when and why.
    private func entryLines(_ columns: Int?) -> [Line] {
        var facts = FactSheet()
        for entry in entries {
            facts.add(Self.indent + entry.term, Line(entry.verdict, entry.tone.style))
            if !entry.condition.isEmpty { facts.add("", Line(entry.condition)) }
            facts.add("", Line(entry.meaning, .faint))
        }
        return facts.lines(columns: columns)
    }

    fileprivate var json: JSON.Value {
        [
            "title": .string(title), "sentences": .array(sentences.map { .string($0) }),
            "columns": .array(columns.map { .string($0) }),
            "rows": .array(rows.map { .array($0.map { .string($0) }) }),
            "entries": .array(entries.map(\.json)),
        ]
    }
}

extension ProviderPage.Entry {
    fileprivate var json: JSON.Value {
        [
            "term": .string(term), "verdict": .string(verdict), "condition": .string(condition),
            "meaning": .string(meaning),
        ]
    }
}

extension ProviderPage.Tone {
    fileprivate var style: Style {
        switch self {
        case .done: .good
        case .pending: .strong
        case .against: .bad
        case .unknown: .warning
        }
    }
}
