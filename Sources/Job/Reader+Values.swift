// SPDX-License-Identifier: MIT

import Formats
import Model

extension Reader {
    /// Reads one value as its key wants it; nil after a problem was noted.
    mutating func setting(_ node: JSON.Located, _ key: Key, _ path: JobPath) -> Setting? {
        switch key.kind {
        case .money: return money(node, key, path).map(Setting.money)
        case .moneyExpectation:
            return moneyExpectation(node, key, path).map(Setting.moneyExpectation)
        case .rules: return rules(node, key, path).map(Setting.rules)
        case .columns: return columns(node, key, path).map(Setting.columns)
        case .patterns: return patterns(node, key, path).map(Setting.patterns)
        case .address: return address(node, key, path).map(Setting.address)
        case .secret, .credential: return credential(node, key, path).map(Setting.credential)
        case .section(let keys):
            if let section = section(node, keys: keys, path) { return .section(section) }
        // Both are read by JobReader, which knows the providers.
        case .accounts, .defaults:
            if node.members != nil { return .section(Section()) }
        default:
            if let setting = plain(node, key.kind) { return setting }
        }
        mismatch(key, path, node)
        return nil
    }

    /// The values that are one token.
    private func plain(_ node: JSON.Located, _ kind: Kind) -> Setting? {
        switch kind {
        case .flag: node.bool.map(Setting.flag)
        case .count(let range): count(node, range).map(Setting.count)
        case .tolerance: node.text.flatMap(Tolerance.init).map(Setting.tolerance)
        case .expectation: node.text.flatMap(Expectation.init).map(Setting.expectation)
        case .pathOrFalse where node.bool == false: .off
        case .texts: texts(node).map(Setting.texts)
        default: node.string.flatMap { text($0, kind) }
        }
    }

    /// The values that are one text.
    private func text(_ text: String, _ kind: Kind) -> Setting? {
        switch kind {
        case .text, .expression, .command: isFilled(text) ? .text(text) : nil
        case .word(let words): words.contains(text) ? .text(text) : nil
        case .interval(let range):
            Interval(text).flatMap { range.contains($0) ? .interval($0) : nil }
        case .share: Share(text).map(Setting.share)
        case .time: TimeOfDay(text).map(Setting.time)
        case .order: Order(text).map(Setting.order)
        case .path, .pathOrFalse:
            isFilled(text) && !hasControls(text) ? .text(paths.resolve(text)) : nil
        case .timeZone: zoneExists(text) ? .text(text) : nil
        default: nil
        }
    }

    private func count(_ node: JSON.Located, _ range: ClosedRange<Int>) -> Int? {
        guard case .number(let text) = node.content, let count = wholeNumber(text),
            range.contains(count)
        else { return nil }
        return count
    }

    private func texts(_ node: JSON.Located) -> [String]? {
        if let text = node.string { return isFilled(text) ? [text] : nil }
        // An empty list would read as "nobody" to one person and as "anybody" to the next.
        guard let elements = node.array, !elements.isEmpty else { return nil }
        let texts = elements.compactMap { $0.string.flatMap { isFilled($0) ? $0 : nil } }
        return texts.count == elements.count ? texts : nil
    }

    func isFilled(_ text: String) -> Bool {
        text.utf8.contains { $0 != UInt8(ascii: " ") } && !text.utf8.contains(0)
    }

    func hasControls(_ text: String) -> Bool {
        text.utf8.contains { $0 < 32 || $0 == 127 }
    }
}

extension Reader {
    private mutating func address(
        _ node: JSON.Located, _ key: Key, _ path: JobPath
    ) -> WebAddress? {
        guard let text = node.string else {
            mismatch(key, path, node)
            return nil
        }
        do throws(WebAddress.Flaw) {
            return try WebAddress.read(text)
        } catch {
            report(
                "\(path.last) \(error.sentence)", path, line: node.line, next: advice(key))
            return nil
        }
    }

    /// A literal is taken only where the field is no secret.
    private mutating func credential(
        _ node: JSON.Located, _ key: Key, _ path: JobPath
    ) -> Credential.Source? {
        guard let text = node.string else {
            mismatch(key, path, node)
            return nil
        }
        if case .credential = key.kind, !beginsLikeReference(text) {
            if isFilled(text), !hasControls(text) { return .text(text) }
            mismatch(key, path, node)
            return nil
        }
        do throws(Reference.Flaw) {
            return .reference(try Reference.read(text, paths: paths))
        } catch {
            report(
                "\(path.last) \(error.sentence)", path, line: node.line, next: advice(key))
            return nil
        }
    }

    private func beginsLikeReference(_ text: String) -> Bool {
        Reference.Scheme.allCases.contains { text.hasPrefix($0.rawValue + ":") }
    }
}
