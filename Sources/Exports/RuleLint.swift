// SPDX-License-Identifier: MIT

package import Model

/// What is wrong with a rule before SQLite sees it.
///
/// SQLite and the authorizer decide what a rule may do; this finds what they would accept although
/// nobody means it, and says in words what they would say in codes.
struct RuleLint {
    struct Finding: Equatable {
        var what: String
        /// Bytes of the expression.
        var range: Range<Int>
    }

    /// Whether a name is a column of text; nil when it is no column.
    let isText: (String) -> Bool?
    private let tokens: [SQLToken]

    init(_ expression: String, isText: @escaping (String) -> Bool?) {
        tokens = SQLLexer.tokens(of: expression)
        self.isText = isText
    }

    func finding() -> Finding? { structure() ?? comparison() }

    /// The columns that the rule names, each once, in their order.
    var columns: [String] {
        var seen: Set<String> = []
        return tokens.indices.filter {
            isColumn($0) && seen.insert(tokens[$0].text.lowercased()).inserted
        }
        .map { tokens[$0].text }
    }
}

/// Structure: the text must be one expression, whatever it is put between.
extension RuleLint {
    private func structure() -> Finding? {
        guard !tokens.isEmpty else { return Finding(what: "the rule is empty", range: 0..<0) }
        var open: [SQLToken] = []
        for token in tokens {
            if let what = Self.refusal(of: token) { return Finding(what: what, range: token.range) }
            if token.isSymbol(","), open.isEmpty {
                return Finding(what: "a rule is one expression, without ,", range: token.range)
            }
            if token.isSymbol("(") { open.append(token) }
            if token.isSymbol(")"), open.popLast() == nil {
                return Finding(what: "there is a ) without a (", range: token.range)
            }
        }
        if let open = open.last {
            return Finding(what: "the ( is never closed", range: open.range)
        }
        return listlessIn
    }

    /// `x IN table` would read a whole table.
    private var listlessIn: Finding? {
        tokens.indices.first { index in
            tokens[index].isWord("in") && index + 1 < tokens.count
                && !tokens[index + 1].isSymbol("(")
        }.map { Finding(what: "IN wants a list in brackets", range: tokens[$0].range) }
    }

    private static func refusal(of token: SQLToken) -> String? {
        switch token.kind {
        case .broken: "a quote or comment that does not end, or a character SQL does not know"
        case .parameter: "a parameter; a rule has no values but those of its row"
        case .symbol where token.text == ";": "a rule is one expression, without ;"
        case .word where ["select", "values"].contains(token.text.lowercased()):
            "a rule reads nothing but its row: \(token.text.uppercased()) is not for rules"
        default: nil
        }
    }
}

/// Text compared with a bare number: `'9' < 10` is false as text, and nobody means that.
extension RuleLint {
    private static let comparisons: Set<String> = ["=", "==", "<>", "!=", "<", "<=", ">", ">="]
    private static let arithmetic: Set<String> = ["+", "-", "*", "/", "%", "&", "|", "<<", ">>"]

    private func comparison() -> Finding? {
        for index in tokens.indices {
            let token = tokens[index]
            if token.kind == .symbol, Self.comparisons.contains(token.text) {
                if let finding = compared(endOfLeft: index - 1, startOfRight: index + 1) {
                    return finding
                }
            } else if token.isWord("is") {
                let isNot = index + 1 < tokens.count && tokens[index + 1].isWord("not")
                if let finding = compared(
                    endOfLeft: index - 1, startOfRight: index + (isNot ? 2 : 1))
                {
                    return finding
                }
            } else if token.isWord("between") || token.isWord("in") {
                if let finding = listed(index) { return finding }
            }
        }
        return nil
    }

    private func compared(endOfLeft left: Int, startOfRight right: Int) -> Finding? {
        if let column = textColumn(endingAt: left), let number = number(startingAt: right) {
            return finding(column, number)
        }
        if let column = textColumn(startingAt: right), let number = number(endingAt: left) {
            return finding(column, number)
        }
        return nil
    }

    /// `x BETWEEN 1 AND 2` and `x IN (1, 2)`, with or without NOT.
    private func listed(_ index: Int) -> Finding? {
        let left = index > 0 && tokens[index - 1].isWord("not") ? index - 2 : index - 1
        guard let column = textColumn(endingAt: left) else { return nil }
        if tokens[index].isWord("between") {
            return number(startingAt: index + 1).map { finding(column, $0) }
        }
        var place = index + 2
        while place < tokens.count, !tokens[place].isSymbol(")") {
            if let number = number(startingAt: place) { return finding(column, number) }
            place += 1
        }
        return nil
    }

    private func finding(_ column: SQLToken, _ number: SQLToken) -> Finding {
        let name = column.kind == .name ? "\"\(column.text)\"" : column.text
        return Finding(
            what: "\(name) is text and \(number.text) is a number: write num(\(name)), or the "
                + "number as text, '\(number.text)'",
            range: column.range.lowerBound..<column.range.upperBound)
    }

    private func isColumn(_ index: Int) -> Bool {
        guard tokens.indices.contains(index) else { return false }
        let token = tokens[index]
        guard token.kind == .name || token.kind == .word else { return false }
        let isCall = index + 1 < tokens.count && tokens[index + 1].isSymbol("(")
        return !isCall && isText(token.text) != nil
    }

    /// A text column that is the whole operand before an operator, also in brackets of its own.
    private func textColumn(endingAt end: Int) -> SQLToken? {
        var (index, closed) = (end, 0)
        while index > 0, tokens[index].isSymbol(")") {
            index -= 1
            closed += 1
        }
        guard isColumn(index), isText(tokens[index].text) == true else { return nil }
        var before = index - 1
        for _ in 0..<closed {
            guard before >= 0, tokens[before].isSymbol("(") else { return nil }
            before -= 1
        }
        // A bracket after a name is a call: lower((x)) is not x.
        if closed > 0, before >= 0, tokens[before].kind == .word,
            !Self.keywords.contains(tokens[before].text.lowercased())
        {
            return nil
        }
        guard before < 0 || !isArithmetic(before) else { return nil }
        return tokens[index]
    }

    private func textColumn(startingAt start: Int) -> SQLToken? {
        guard isColumn(start), isText(tokens[start].text) == true else { return nil }
        return start + 1 < tokens.count && isArithmetic(start + 1) ? nil : tokens[start]
    }

    private static let keywords: Set<String> = [
        "and", "or", "not", "when", "then", "else", "case", "between", "in", "is", "like", "glob",
    ]

    private func isArithmetic(_ index: Int) -> Bool {
        tokens[index].kind == .symbol && Self.arithmetic.contains(tokens[index].text)
    }

    private func number(startingAt start: Int) -> SQLToken? {
        var start = start
        while start < tokens.count, ["-", "+", "("].contains(where: { tokens[start].isSymbol($0) })
        {
            start += 1
        }
        guard start < tokens.count, tokens[start].kind == .number else { return nil }
        // 5 || '' is text.
        let isText = start + 1 < tokens.count && tokens[start + 1].isSymbol("||")
        return isText ? nil : tokens[start]
    }

    private func number(endingAt end: Int) -> SQLToken? {
        guard tokens.indices.contains(end), tokens[end].kind == .number else { return nil }
        return end > 0 && tokens[end - 1].isSymbol("||") ? nil : tokens[end]
    }
}

/// The parts that all must be true.
extension RuleLint {
    /// The parts of an expression joined by AND at its top, as they are written; one part when it
    /// is not such a chain.
    static func terms(of expression: String) -> [String] {
        let tokens = SQLLexer.tokens(of: expression)
        var (depth, betweens) = (0, 0)
        var cuts: [Range<Int>] = []
        for token in tokens {
            if token.isSymbol("(") || token.isWord("case") { depth += 1 }
            if token.isSymbol(")") || token.isWord("end") { depth -= 1 }
            guard depth == 0 else { continue }
            if token.isWord("or") { return [expression.trimmed] }
            if token.isWord("between") { betweens += 1 }
            guard token.isWord("and") else { continue }
            if betweens > 0 { betweens -= 1 } else { cuts.append(token.range) }
        }
        let bytes = Array(expression.utf8)
        let starts = [0] + cuts.map(\.upperBound)
        let ends = cuts.map(\.lowerBound) + [bytes.count]
        return zip(starts, ends).map {
            String(decoding: bytes[$0..<$1], as: UTF8.self).trimmed
        }
    }
}

extension Rule {
    /// The terms joined by AND, for showing what each excludes alone.
    package var terms: [String] { RuleLint.terms(of: expression) }
}
