// SPDX-License-Identifier: MIT

package import Model

extension Faults {
    static let rulesMax = 200

    /// Reads a list of faults; an empty text is no fault at all.
    package init(_ text: String) throws(Problem) {
        var rules: [Rule] = []
        for part in text.split(separator: ",") {
            rules.append(try Self.rule(part.trimmed))
        }
        guard rules.count <= Self.rulesMax else {
            throw Self.problem("more than \(Self.rulesMax) faults", "")
        }
        self.init(rules)
    }

    private static func rule(_ text: Substring) throws(Problem) -> Rule {
        guard let equals = text.lastIndex(of: "=") else {
            throw problem("a fault without a probability", text)
        }
        guard let share = share(text[text.index(after: equals)...].trimmed) else {
            throw problem("a probability is a number from 0 to 1 or a percentage", text)
        }
        var words = text[..<equals].trimmed
        let provider = try provider(cutFrom: &words, in: text)
        let attempt = try attempt(cutFrom: &words, in: text)
        let purpose = try purpose(cutFrom: &words, in: text)
        guard let kind = FaultKind(rawValue: String(words)) else {
            throw unknown("fault", words, FaultKind.allCases.map(\.rawValue), text)
        }
        return Rule(kind, share, provider: provider, purpose: purpose, attempt: attempt)
    }

    private static func share(_ text: Substring) -> Double? {
        let isPercentage = text.hasSuffix("%")
        guard let number = Double(isPercentage ? text.dropLast() : text) else { return nil }
        let share = isPercentage ? number / 100 : number
        return (0...1).contains(share) ? share : nil
    }

    private static func provider(
        cutFrom words: inout Substring, in text: Substring
    ) throws(Problem) -> ProviderName? {
        guard let colon = words.firstIndex(of: ":") else { return nil }
        let name = words[..<colon]
        words = words[words.index(after: colon)...]
        guard let place = Place(segment: String(name)), place.account.isEmpty else {
            throw unknown("provider", name, ProviderName.allCases.map(\.rawValue), text)
        }
        return place.provider
    }

    private static func attempt(
        cutFrom words: inout Substring, in text: Substring
    ) throws(Problem) -> Int? {
        guard let mark = words.firstIndex(of: "#") else { return nil }
        guard let attempt = Int(words[words.index(after: mark)...]), attempt > 0 else {
            throw problem("an attempt is counted from 1", text)
        }
        words = words[..<mark]
        return attempt
    }

    private static func purpose(
        cutFrom words: inout Substring, in text: Substring
    ) throws(Problem) -> Purpose? {
        guard let mark = words.firstIndex(of: "@") else { return nil }
        let name = words[words.index(after: mark)...]
        words = words[..<mark]
        guard let purpose = Purpose(rawValue: String(name)) else {
            throw unknown("purpose", name, Purpose.allCases.map(\.rawValue), text)
        }
        return purpose
    }

    private static func unknown(
        _ what: String, _ word: Substring, _ known: [String], _ text: Substring
    ) -> Problem {
        let like = nearest(to: String(word), among: known).map { "did you mean \($0)? " } ?? ""
        let all = "the \(what)s are \(known.joined(separator: ", "))"
        return problem("unknown \(what) \"\(word)\"", text, like + all)
    }

    private static func problem(
        _ what: String, _ text: Substring, _ next: String? = nil
    ) -> Problem {
        Problem(
            .usage, what, at: text.isEmpty ? "faults" : "fault \"\(text)\"",
            next: next ?? "rescind sandbox --faults 429=0.05,slow=0.1,reset-after@cancel=1%")
    }
}

extension Substring {
    /// Without the blanks around it.
    var trimmed: Substring {
        var text = self
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
