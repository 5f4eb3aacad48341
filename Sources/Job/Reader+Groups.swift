// SPDX-License-Identifier: MIT

import Formats
import Model

/// Groups whose keys the user chooses: currencies, rule names, fields.
extension Reader {
    mutating func money(_ node: JSON.Located, _ key: Key, _ path: JobPath) -> Totals? {
        var totals = Totals()
        let isRead = eachCurrency(node, key, path) { text in
            guard let amount = Amount(text), !amount.isNegative else { return nil }
            return { totals.add(amount, $0) }
        }
        return isRead ? totals : nil
    }

    mutating func moneyExpectation(
        _ node: JSON.Located, _ key: Key, _ path: JobPath
    ) -> [String: Expectation]? {
        var expectations: [String: Expectation] = [:]
        let isRead = eachCurrency(node, key, path) { text in
            guard let expectation = Expectation(text) else { return nil }
            return {
                expectations[$0] = expectation
                return true
            }
        }
        return isRead ? expectations : nil
    }

    /// Walks the members of a group by currency; `read` gives what to do with a good value.
    private mutating func eachCurrency(
        _ node: JSON.Located, _ key: Key, _ path: JobPath,
        _ read: (String) -> ((String) -> Bool)?
    ) -> Bool {
        guard let members = node.members else {
            mismatch(key, path, node)
            return false
        }
        var isRead = true
        for member in members {
            let inner = path.appending(member.name)
            if !isCurrency(member.name) {
                report(
                    "\(shown(member.name)) is no currency: three capital letters", inner,
                    line: member.place.line, next: advice(key))
                isRead = false
            } else if read(member.value.text ?? "").map({ $0(member.name) }) != true {
                mismatch(key, inner, member.value)
                isRead = false
            }
        }
        return isRead
    }

    private func isCurrency(_ name: String) -> Bool {
        name.utf8.count == 3 && name.utf8.allSatisfy { (0x41...0x5a).contains($0) }
    }
}

extension Reader {
    /// One expression is called by its key: the reason an auditor reads is then `due` or `hold`.
    mutating func rules(_ node: JSON.Located, _ key: Key, _ path: JobPath) -> [Rule]? {
        if let text = node.string, isFilled(text) {
            return [Rule(path.last, text, place: place(path, line: node.line))]
        }
        guard let members = node.members, !members.isEmpty else {
            mismatch(key, path, node)
            return nil
        }
        let rules = members.compactMap { rule($0, key, path) }
        return rules.count == members.count ? rules : nil
    }

    private mutating func rule(
        _ member: JSON.LocatedMember, _ key: Key, _ path: JobPath
    ) -> Rule? {
        let inner = path.appending(member.name)
        if !isFilled(member.name) || hasControls(member.name) {
            report(
                "a rule needs a name that can be read", inner, line: member.place.line,
                next: advice(key))
            return nil
        }
        guard let text = member.value.string, isFilled(text) else {
            mismatch(key, inner, member.value)
            return nil
        }
        return Rule(member.name, text, place: place(inner, line: member.value.line))
    }

    mutating func columns(
        _ node: JSON.Located, _ key: Key, _ path: JobPath
    ) -> [String: String]? {
        guard let members = node.members else {
            mismatch(key, path, node)
            return nil
        }
        var columns: [String: String] = [:]
        for member in members {
            let inner = path.appending(member.name)
            let field = CanonicalField(rawValue: member.name)
            if field?.isDerived ?? true {
                unknownField(member, inner)
            } else if let header = member.value.string, isFilled(header) {
                columns[member.name] = header
            } else {
                mismatch(key, inner, member.value)
            }
        }
        return columns
    }

    private mutating func unknownField(_ member: JSON.LocatedMember, _ path: JobPath) {
        let fields = CanonicalField.mappable.map(\.rawValue)
        let near = nearest(to: member.name, among: fields)
        report(
            "\(shown(member.name)) is no field" + (near.map { "; did you mean \($0)?" } ?? ""),
            path, line: member.place.line,
            next: near.map { "write \($0)" } ?? "use \(fields.joined(separator: ", "))")
    }

    mutating func patterns(
        _ node: JSON.Located, _ key: Key, _ path: JobPath
    ) -> [FieldPattern]? {
        guard let elements = node.array else {
            mismatch(key, path, node)
            return nil
        }
        var patterns: [FieldPattern] = []
        for element in elements {
            if let pattern = element.string.flatMap(FieldPattern.init) {
                patterns.append(pattern)
            } else {
                mismatch(key, path, element)
            }
        }
        return patterns
    }
}
