// SPDX-License-Identifier: MIT

package import Model

/// How the columns of an export were understood: a value to work with, and to show.
package struct Columns: Sendable {
    package enum Reason: Sendable, Equatable {
        /// The job or the command line names the header.
        case override
        /// The header is that of a kind of export we know.
        case profile(String)
        /// The header is one of the usual ones.
        case header
        /// The job says it, not the export.
        case job
    }

    package struct Binding: Sendable, Equatable {
        package var field: CanonicalField
        /// Places in `source`, the first with a content wins; empty where the job says it.
        package var sources: [Source]
        package var reason: Reason
    }

    package struct Source: Sendable, Equatable {
        package var place: Int
        package var extraction: Profile.Extraction
    }

    package struct Ambiguity: Sendable, Equatable {
        package var field: CanonicalField
        package var headers: [String]
    }

    package let source: SourceColumns
    /// So many columns of `source` are known to be there; see `init`.
    package let seenCount: Int
    /// The kind of export it was taken for.
    package let profile: String
    package let provider: ProviderName?
    package let bindings: [CanonicalField: Binding]
    package let ambiguous: [Ambiguity]
    /// Sentences for a person: what is unusual, and what this kind of export does not have.
    package let notes: [String]

    package subscript(field: CanonicalField) -> Binding? { bindings[field] }

    /// The canonical fields a rule can use on this export.
    package var fields: [CanonicalField] {
        CanonicalField.allCases.filter { isThere($0) || $0 == .ageDays && isThere(.createdAt) }
    }

    private func isThere(_ field: CanonicalField) -> Bool {
        bindings[field]?.sources.contains { $0.place < seenCount } ?? false
    }

    /// The names of the columns that are known to be there.
    package var names: [String] { Array(source.names.prefix(seenCount)) }

    package var missing: [CanonicalField] {
        let there = Set(fields)
        return CanonicalField.allCases.filter { !there.contains($0) }
    }

    /// Throws unless there is a column for the id of a shipment.
    package func requireID(in file: String) throws(Problem) {
        guard !isThere(.id), bindings[.id]?.reason != .override else { return }
        if let either = ambiguous.first(where: { $0.field == .id }) {
            throw Problem(
                .notATable,
                "the shipment id could be \(either.headers.quotedList(joinedBy: "or"))", at: file,
                next: "say which with --column id=HEADER or columns: { id: … }")
        }
        throw Problem(
            .notATable,
            (["no column holds the id of a shipment; the columns are \(names.quotedList())"]
                + profileNotes).joined(separator: "; "), at: file,
            next: "name it with --column id=HEADER or columns: { id: … }")
    }

    private var profileNotes: [String] {
        Profile.particular.first { $0.name == profile }?.notes ?? []
    }
}

extension [String] {
    static let shownMax = 40

    /// `"a", "b" and "c"`, for messages; a long list is cut.
    package func quotedList(joinedBy word: String = "and") -> String {
        let shown = prefix(Self.shownMax).map { "\"\($0)\"" }
        let rest = count - shown.count
        if rest > 0 { return shown.joined(separator: ", ") + " \(word) \(rest) more" }
        guard let last = shown.last, shown.count > 1 else { return shown.first ?? "none" }
        return shown.dropLast().joined(separator: ", ") + " \(word) \(last)"
    }
}
