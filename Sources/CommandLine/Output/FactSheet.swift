// SPDX-License-Identifier: MIT

import Model

/// Lines of a word and what it is: `Due   4,149   stale a week`.
///
/// The numbers of all lines stand under each other, and so do the texts.
package struct FactSheet: Sendable {
    private enum Row: Sendable {
        case text(String, Line)
        case count(String, String, Line)
    }

    private var rows: [Row] = []

    package init() {}

    package mutating func add(_ label: String, _ text: Line) { rows.append(.text(label, text)) }

    /// A number with what explains it.
    package mutating func add(_ label: String, count: Int, _ text: Line = "") {
        rows.append(.count(label, grouped(count), text))
    }

    /// The lines in at most so many columns; what is too long goes on in the next line.
    package func lines(columns limit: Int?) -> [Line] {
        rows.flatMap { row in
            let (head, text) = head(of: row)
            return continued(head.padded(toColumns: column(of: row), right: false), text, limit)
        }
    }

    private func head(of row: Row) -> (Line, Line) {
        switch row {
        case .text(let label, let text): (Line(label, .strong), text)
        case .count(let label, let number, let text):
            (
                Line(label, .strong)
                    + Line(number).padded(
                        toColumns: numberEnd - label.displayWidth, right: true), text
            )
        }
    }

    /// The column where the numbers end: two spaces after the longest pair.
    private var numberEnd: Int {
        rows.reduce(0) { end, row in
            guard case .count(let label, let number, _) = row else { return end }
            return max(end, label.displayWidth + 2 + number.displayWidth)
        }
    }

    private func column(of row: Row) -> Int {
        guard case .text = row else { return numberEnd + 3 }
        return rows.reduce(0) { start, row in
            guard case .text(let label, _) = row else { return start }
            return max(start, label.displayWidth + 3)
        }
    }

    private func continued(_ head: Line, _ text: Line, _ limit: Int?) -> [Line] {
        guard let limit, head.width + text.width > limit else {
            return [(head + text).withoutTrailingSpace]
        }
        let room = max(proseColumnsMin, limit - head.width)
        return wrapped(text.text, columns: room).enumerated().map { place, part in
            (place == 0 ? head : Line(String(repeating: " ", count: head.width))) + Line(part)
        }
    }
}
