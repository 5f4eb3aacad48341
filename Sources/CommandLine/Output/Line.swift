// SPDX-License-Identifier: MIT

/// How a piece of a line stands out where there is colour.
package enum Style: String, Sendable {
    case plain = ""
    case strong = "1"
    case faint = "2"
    case good = "32"
    case warning = "33"
    case bad = "31"
}

/// One line for a person: pieces of text with their styles.
///
/// Everything put into it is made visible at once, so that no foreign text can carry a terminal
/// sequence to a screen: the only sequences that leave are those of `Style`.
package struct Line: Sendable, Equatable {
    struct Piece: Sendable, Equatable {
        let text: String
        let style: Style
    }

    private(set) var pieces: [Piece] = []

    init(pieces: [Piece]) { self.pieces = pieces }

    package init(_ text: String = "", _ style: Style = .plain) { append(text, style) }

    package mutating func append(_ text: String, _ style: Style = .plain) {
        if !text.isEmpty { pieces.append(Piece(text: visible(text), style: style)) }
    }

    package static func + (left: Line, right: Line) -> Line {
        var sum = left
        sum.pieces += right.pieces
        return sum
    }

    /// The line without its styles.
    package var text: String { pieces.reduce("") { $0 + $1.text } }

    package var width: Int { pieces.reduce(0) { $0 + $1.text.displayWidth } }

    /// The line as bytes for a terminal or a file.
    package func rendered(colour: Bool) -> String {
        guard colour else { return text }
        return pieces.reduce("") { result, piece in
            piece.style == .plain
                ? result + piece.text
                : result + "\u{1b}[\(piece.style.rawValue)m\(piece.text)\u{1b}[0m"
        }
    }

    /// The line cut to so many columns, its styles kept.
    package func cut(toColumns columns: Int) -> Line {
        guard width > columns else { return self }
        var result = Line()
        for piece in pieces {
            let room = columns - result.width
            result.pieces.append(
                Piece(text: piece.text.cut(toColumns: room), style: piece.style))
            if piece.text.displayWidth > room { break }
        }
        return result
    }

    func padded(toColumns columns: Int, right: Bool) -> Line {
        let space = Line(String(repeating: " ", count: max(0, columns - width)))
        return right ? space + self : self + space
    }
}

extension Line: ExpressibleByStringInterpolation {
    package struct StringInterpolation: StringInterpolationProtocol {
        var line = Line()

        package init(literalCapacity: Int, interpolationCount: Int) {}

        package mutating func appendLiteral(_ literal: String) { line.append(literal) }

        package mutating func appendInterpolation(
            _ value: some CustomStringConvertible, _ style: Style = .plain
        ) {
            line.append(value.description, style)
        }

        package mutating func appendInterpolation(_ other: Line) { line = line + other }
    }

    package init(stringLiteral text: String) { self.init(text) }
    package init(stringInterpolation: StringInterpolation) { self = stringInterpolation.line }
}
