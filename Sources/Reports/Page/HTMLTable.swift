// SPDX-License-Identifier: MIT

/// A table of HTML, row by row; a column in which no row has anything is left out.
struct HTMLTable {
    enum Shape: String {
        case text = ""
        case number = " class=\"n\""
    }

    private let titles: [(name: String, shape: Shape)]
    private var rows: [[String]] = []

    init(_ titles: [(String, Shape)]) { self.titles = titles.map { ($0.0, $0.1) } }

    /// Adds a row of cells that are HTML already.
    mutating func row(_ cells: [String]) { rows.append(cells) }

    var text: String {
        let shown = titles.indices.filter { place in rows.contains { !$0[place].isEmpty } }
        let head = shown.map { place in
            "<th\(titles[place].shape.rawValue) scope=\"col\">\(html(titles[place].name))</th>"
        }
        let body = rows.map { row in
            "<tr>\(shown.map { cell(row[$0], titles[$0]) }.joined())</tr>\n"
        }
        return "<div class=\"wide\"><table class=\"grid\"><thead><tr>\(head.joined())</tr></thead>"
            + "<tbody>\n\(body.joined())</tbody></table></div>\n"
    }

    /// Each cell knows its title, for screens too narrow for a head.
    private func cell(_ text: String, _ title: (name: String, shape: Shape)) -> String {
        "<td\(title.shape.rawValue) data-t=\"\(html(title.name))\">\(text)</td>"
    }
}
