// SPDX-License-Identifier: MIT

import Formats
import Model

/// Where the text of one canonical field comes from in every row of an export.
enum FieldPlan {
    /// The export has nothing for it: empty.
    case none
    case column(Int)
    /// The same in every row, because the job says it.
    case constant(UnsafeRawBufferPointer)
    /// Made from lists, or from several columns of which the first with a content counts.
    case sources([Columns.Source])
    /// The provider of the row's account.
    case providerOfAccount
}

extension RowReader {
    /// The first of these columns that has a content in the current row.
    func first(of sources: [Columns.Source]) -> UnsafeRawBufferPointer {
        for source in sources {
            let bytes = extract(source).trimmed
            if !bytes.isEmpty { return bytes }
        }
        return .empty
    }

    private func extract(_ source: Columns.Source) -> UnsafeRawBufferPointer {
        switch source.extraction {
        case .plain: bytes(of: source.place)
        case .names: names(source.place)
        case .firstText: keep(list(of: source.place)?[0]?.text ?? "")
        case .first(let member): keep(firstText(member, in: list(of: source.place)))
        case .newest(let member, let time):
            keep(Self.newest(list(of: source.place), by: time)?[member]?.text ?? "")
        case .linkSegment(let word): keep(Self.link(list(of: source.place), after: word))
        }
    }

    /// `a, b` as the reader joins it, or the names of a list of objects.
    private func names(_ column: Int) -> UnsafeRawBufferPointer {
        guard let values = list(of: column)?.array else { return bytes(of: column) }
        let names = values.compactMap { $0.text ?? $0["name"]?.text }
        return keep(names.joined(separator: ", "))
    }

    private func firstText(_ member: String, in list: JSON.Value?) -> String {
        list?.array?.lazy.compactMap { $0[member]?.text }.first { !$0.isEmpty } ?? ""
    }

    /// The order of such lists is not documented: the newest time wins, the later one of equals.
    private static func newest(_ list: JSON.Value?, by time: String) -> JSON.Value? {
        let moment = { (value: JSON.Value) in
            value[time]?.text.flatMap { Timestamp($0)?.milliseconds } ?? .min
        }
        var best: JSON.Value?
        for value in list?.array ?? [] {
            if best.map({ moment(value) >= moment($0) }) ?? true { best = value }
        }
        return best
    }

    /// The path element after `word` in the address that a resource gives of itself.
    private static func link(_ links: JSON.Value?, after word: String) -> String {
        let own = links?.array?.first { $0["rel"]?.text?.lowercased() == "self" }
        let parts = (own?["href"]?.text ?? "").split { "/?#".contains($0) }
        guard let mark = parts.lastIndex(where: { $0.lowercased() == word.lowercased() }),
            parts.indices.contains(mark + 1)
        else { return "" }
        return String(parts[mark + 1])
    }
}
