// SPDX-License-Identifier: MIT

/// A column of a table on a screen.
package struct Column: Sendable {
    package enum Shape: Sendable {
        case left
        /// Numbers and money, so that their digits stand under each other.
        case right
        /// Prose: the one kind of column that may be broken into several lines.
        case prose
    }

    package let title: String
    package let shape: Shape

    package init(_ title: String, _ shape: Shape = .left) {
        self.title = title
        self.shape = shape
    }
}

/// Rows under titles, laid out for a width.
///
/// Too wide, it first moves the columns together, then breaks prose, and at last shows each row
/// as a block of its own: an id is never cut, and no line is broken by the terminal.
package struct TextTable: Sendable {
    package let columns: [Column]
    package private(set) var rows: [[Line]] = []
    /// How far rows stand in under the titles.
    private let indent: Int

    package init(_ columns: [Column], indent: Int = 0) {
        self.columns = columns
        self.indent = indent
    }

    /// Adds a row; a cell that is missing is empty, one too many is not shown.
    package mutating func add(_ cells: [Line]) {
        let cells = cells.prefix(columns.count)
        rows.append(cells + Array(repeating: Line(), count: columns.count - cells.count))
    }

    package mutating func add(_ cells: Line...) { add(cells) }

    /// The table in at most so many columns; nil is as wide as it likes.
    package func lines(columns limit: Int?) -> [Line] {
        let limit = limit ?? Int.max
        for gap in [3, 2, 1] where natural.reduce(0, +) + gap * (columns.count - 1) <= limit {
            return laidOut(natural, gap: gap)
        }
        return narrowed(to: limit).map { laidOut($0, gap: 1) } ?? blocks(columns: limit)
    }

    private var hasTitles: Bool { columns.contains { !$0.title.isEmpty } }

    /// The width each column would like.
    private var natural: [Int] {
        columns.indices.map { index in
            let inset = index == 0 ? indent : 0
            return rows.reduce(columns[index].title.displayWidth) {
                max($0, $1[index].width + inset)
            }
        }
    }

    /// The widths with all prose made narrower by the same; nil when that is not enough.
    private func narrowed(to limit: Int) -> [Int]? {
        var widths = natural
        var excess = widths.reduce(0, +) + columns.count - 1 - limit
        let prose = columns.indices.filter { columns[$0].shape == .prose }
        for (place, index) in prose.enumerated() {
            let part = min(excess / (prose.count - place), widths[index] - proseColumnsMin)
            widths[index] -= max(0, part)
            excess -= max(0, part)
        }
        return excess <= 0 ? widths : nil
    }

    private func laidOut(_ widths: [Int], gap: Int) -> [Line] {
        let titles = columns.map { Line($0.title, .strong) }
        let head = hasTitles ? [line(titles, widths, gap)] : []
        return head
            + rows.flatMap { row in
                var row = row
                if let first = row.first { row[0] = Line(indentation) + first }
                return physical(row, widths).map { line($0, widths, gap) }
            }
    }

    private var indentation: String { String(repeating: " ", count: indent) }

    /// One row as the lines it takes once its prose is broken.
    private func physical(_ row: [Line], _ widths: [Int]) -> [[Line]] {
        let cells = row.indices.map { index in
            columns[index].shape == .prose && row[index].width > widths[index]
                ? wrapped(row[index].text, columns: widths[index]).map { Line($0) } : [row[index]]
        }
        let height = cells.reduce(1) { max($0, $1.count) }
        return (0..<height).map { place in
            cells.map { place < $0.count ? $0[place] : Line() }
        }
    }

    private func line(_ cells: [Line], _ widths: [Int], _ gap: Int) -> Line {
        var result = Line()
        for (index, cell) in cells.enumerated() {
            if index > 0 { result.append(String(repeating: " ", count: gap)) }
            let isLast = index == cells.count - 1 && columns[index].shape != .right
            result =
                result
                + (isLast
                    ? cell
                    : cell.padded(toColumns: widths[index], right: columns[index].shape == .right))
        }
        return result.withoutTrailingSpace
    }

    /// Each row as lines of title and value.
    private func blocks(columns limit: Int) -> [Line] {
        let titleWidth = columns.map(\.title.displayWidth).max() ?? 0
        return rows.enumerated().flatMap { place, row in
            (place == 0 ? [] : [Line()])
                + zip(columns, row).filter { $1.width > 0 }.flatMap { column, cell in
                    block(column.title.padded(toColumns: titleWidth), cell, limit)
                }
        }
    }

    private func block(_ title: String, _ cell: Line, _ limit: Int) -> [Line] {
        let head = Line(indentation + title, .faint) + "  "
        guard head.width + cell.width > limit else { return [head + cell] }
        let lines = wrapped(cell.text, columns: max(proseColumnsMin, limit - head.width))
        return lines.enumerated().map { place, text in
            (place == 0 ? head : Line(String(repeating: " ", count: head.width))) + Line(text)
        }
    }
}

/// Prose narrower than this is harder to read than a table taken apart.
let proseColumnsMin = 20

extension Line {
    /// Without the padding after the last visible character.
    var withoutTrailingSpace: Line {
        var kept = pieces
        while let last = kept.last {
            let end = last.text.lastIndex { $0 != " " }
            guard let end else {
                kept.removeLast()
                continue
            }
            kept[kept.count - 1] = Piece(text: String(last.text[...end]), style: last.style)
            break
        }
        return Line(pieces: kept)
    }
}
