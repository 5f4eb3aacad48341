// SPDX-License-Identifier: MIT

package import Model

/// What a number should be: `>=100`, `=5`, `<5000`, or several of them, `>=100 <=5000`.
package struct Expectation: Sendable, Equatable {
    package enum Relation: String, Sendable, CaseIterable {
        // The two-character ones come first, so that reading finds the longest.
        case atLeast = ">="
        case atMost = "<="
        case more = ">"
        case less = "<"
        case exactly = "="

        func holds(_ value: Amount, _ bound: Amount) -> Bool {
            switch self {
            case .atLeast: value >= bound
            case .atMost: value <= bound
            case .more: value > bound
            case .less: value < bound
            case .exactly: value == bound
            }
        }
    }

    package struct Comparison: Sendable, Equatable {
        package let relation: Relation
        package let bound: Amount
    }

    package let comparisons: [Comparison]

    package static let comparisonsMax = 2

    package init(exactly bound: Amount) {
        comparisons = [Comparison(relation: .exactly, bound: bound)]
    }

    /// Reads one or two comparisons with a space between them; a bare number means exactly that.
    package init?(_ text: String) {
        var parsed: [Comparison] = []
        var rest = Substring(text).drop { $0 == " " }
        while !rest.isEmpty {
            let relation = Relation.allCases.first { rest.hasPrefix($0.rawValue) }
            let afterSign = rest.dropFirst(relation?.rawValue.count ?? 0).drop { $0 == " " }
            let number = afterSign.prefix { $0 != " " && !"<>=".contains($0) }
            guard let bound = Amount(number), number.first != "+", !bound.isNegative else {
                return nil
            }
            parsed.append(Comparison(relation: relation ?? .exactly, bound: bound))
            rest = afterSign.dropFirst(number.count).drop { $0 == " " }
        }
        guard (1...Self.comparisonsMax).contains(parsed.count) else { return nil }
        comparisons = parsed
    }

    package func holds(for value: Amount) -> Bool {
        comparisons.allSatisfy { $0.relation.holds(value, $0.bound) }
    }

    package func holds(for count: Int) -> Bool {
        holds(for: Amount(units: Int128(count), scale: 0))
    }
}

extension Expectation: CustomStringConvertible {
    package var description: String {
        comparisons.map { "\($0.relation.rawValue)\($0.bound)" }.joined(separator: " ")
    }
}
