// SPDX-License-Identifier: MIT

/// Lines at the bottom of a terminal that are replaced in place.
///
/// A value: it only says which bytes to send. Whoever sends them holds the output's lock, so
/// that a message never lands in the middle of a redraw.
struct ScreenArea {
    /// What stands on the screen now, by width; a terminal made narrower breaks these lines.
    private var shown: [Int] = []

    var isEmpty: Bool { shown.isEmpty }

    /// The bytes that replace what is shown by these lines, in one write against flicker.
    mutating func draw(_ lines: [Line], columns: Int, rows: Int, colour: Bool) -> String {
        let fitting = fitted(lines, rows: rows).map { $0.cut(toColumns: columns) }
        let bytes =
            erasure(columns: columns)
            + fitting.map { $0.rendered(colour: colour) + "\n" }.joined()
        shown = fitting.map(\.width)
        return bytes
    }

    /// The bytes that take the area from the screen.
    mutating func erase(columns: Int) -> String {
        defer { shown = [] }
        return erasure(columns: columns)
    }

    /// Leaves what is shown where it stands; what comes next comes below.
    mutating func leave() { shown = [] }

    /// Cursor to the area's first column and row, then clear to the end of the screen.
    private func erasure(columns: Int) -> String {
        let rows = shown.reduce(0) { $0 + max(1, ($1 + columns - 1) / max(1, columns)) }
        return rows == 0 ? "" : "\r\u{1b}[\(rows)A\u{1b}[J"
    }

    /// As many lines as leave one row free; a taller area could not be replaced.
    private func fitted(_ lines: [Line], rows: Int) -> [Line] {
        let room = max(1, rows - 1)
        guard lines.count > room else { return lines }
        let kept = lines.prefix(room - 1)
        return kept + [Line("… \(lines.count - kept.count) more", .faint)]
    }
}
