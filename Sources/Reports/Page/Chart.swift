// SPDX-License-Identifier: MIT

/// Small charts as inline SVG; whole numbers only, so that the same report is the same bytes.
struct Chart {
    /// The coordinates of a chart; the page stretches it to its place.
    static let width = 600
    static let height = 120

    let title: String
    let note: String
    let from: String
    let until: String
    private(set) var shapes = ""
    private let label: String

    init(_ title: String, _ note: String, from: String, until: String, label: String) {
        (self.title, self.note, self.from, self.until) = (title, note, from, until)
        self.label = label
    }

    /// Bars of parts on top of each other, one bar a place; parts name their class.
    mutating func bars(_ columns: [[(value: Int64, style: String)]], top: Int64) {
        guard top > 0, !columns.isEmpty else { return }
        for (place, parts) in columns.enumerated() {
            let left = place * Self.width / columns.count
            let right = (place + 1) * Self.width / columns.count
            let gap = right - left > 3 ? 1 : 0
            var base = Self.height
            for part in parts where part.value > 0 {
                let size = max(1, Self.scaled(part.value, top))
                base -= size
                shapes +=
                    "<rect class=\"\(part.style)\" x=\"\(left)\" y=\"\(max(0, base))\" "
                    + "width=\"\(max(1, right - left - gap))\" height=\"\(size)\"/>"
            }
        }
    }

    /// A line through the values; where there is none it is broken.
    mutating func line(_ values: [Int64?], top: Int64, style: String) {
        guard top > 0 else { return }
        var path = ""
        var isDown = false
        for (place, value) in values.enumerated() {
            guard let value else {
                isDown = false
                continue
            }
            let x = (2 * place + 1) * Self.width / (2 * values.count)
            path += "\(isDown ? "L" : "M")\(x) \(Self.height - Self.scaled(value, top))"
            if !isDown, place + 1 == values.count || values[place + 1] == nil { path += "h2" }
            isDown = true
        }
        shapes += "<path class=\"\(style)\" d=\"\(path)\"/>"
    }

    private static func scaled(_ value: Int64, _ top: Int64) -> Int {
        let part = value.multipliedReportingOverflow(by: Int64(height - 4))
        return Int(part.overflow ? value / top * Int64(height - 4) : part.partialValue / top)
    }

    var text: String {
        """
        <figure class="card"><figcaption>\(html(title))<small>\(note)</small></figcaption>
        <svg viewBox="0 0 \(Self.width) \(Self.height)" preserveAspectRatio="none" role="img" \
        aria-label="\(html(label))">\(shapes)</svg>
        <div class="axis"><span>\(html(from))</span><span>\(html(until))</span></div></figure>

        """
    }
}
