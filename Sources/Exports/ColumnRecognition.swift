// SPDX-License-Identifier: MIT

package import Model

extension Columns {
    /// Understands the columns of an export.
    ///
    /// - Parameters:
    ///   - overrides: canonical field → header, as `columns` and `--column` say.
    ///   - provider: the provider of the account, where the job names one account.
    ///   - seen: so many of the columns are known to be there. The others are names that later
    ///     objects of a JSON export may have; they give values, but no rule may count on them.
    package init(
        _ source: SourceColumns, overrides: [String: String] = [:], provider: ProviderName? = nil,
        file: String, seen: Int? = nil
    ) throws(Problem) {
        let seen = seen ?? source.count
        var recognition = Recognition(source, provider: provider, seen: seen)
        try recognition.override(overrides, file: file)
        recognition.bindFromProfile()
        recognition.bindUsual()
        self.source = source
        seenCount = seen
        profile = recognition.profile?.name ?? "usual headers"
        self.provider = provider ?? recognition.profile?.provider
        bindings = recognition.bindings
        ambiguous = recognition.ambiguous
        notes = source.notes + (recognition.profile?.notes ?? []) + recognition.ambiguityNotes
    }
}

private struct Recognition {
    let source: SourceColumns
    let provider: ProviderName?
    let profile: Profile?
    let seen: Int
    /// Loosely spelt header → places.
    let places: [String: [Int]]
    var bindings: [CanonicalField: Columns.Binding] = [:]
    var ambiguous: [Columns.Ambiguity] = []

    init(_ source: SourceColumns, provider: ProviderName?, seen: Int) {
        // `_status` and its like are what our own reports add to a row, not what it says.
        let places = Dictionary(
            grouping: source.names.indices.filter { !source.names[$0].hasPrefix("_") }
        ) { source.names[$0].headerKey }
        // Spelt exactly: "Order - Number" is ShipStation's web export, "Order Number" anybody's.
        let spelt = Set(source.names.prefix(seen).map { $0.lowercased() })
        self.source = source
        self.provider = provider
        self.places = places
        self.seen = seen
        profile = Profile.particular.first { profile in
            (provider == nil || profile.provider == provider)
                && profile.recognizedBy.allSatisfy { spelt.contains($0.lowercased()) }
        }
    }

    mutating func override(_ overrides: [String: String], file: String) throws(Problem) {
        for (name, header) in overrides.sorted(by: { $0.key < $1.key }) {
            guard let field = CanonicalField(rawValue: name), !field.isDerived else {
                throw Self.unknown(name)
            }
            guard let place = source.place(of: header) else {
                throw missing(header, for: field, file: file)
            }
            bindings[field] = Columns.Binding(
                field: field, sources: [Columns.Source(place: place, extraction: .plain)],
                reason: .override)
        }
    }

    private static func unknown(_ name: String) -> Problem {
        let fields = CanonicalField.mappable.map(\.rawValue)
        let near = nearest(to: name, among: fields).map { "; did you mean \($0)?" } ?? ""
        return Problem(
            .usage, "there is no field \"\(name)\" that a column could stand for\(near)",
            next: "the fields are \(fields.joined(separator: ", "))")
    }

    private func missing(_ header: String, for field: CanonicalField, file: String) -> Problem {
        let near =
            nearest(to: header, among: source.names).map { "; did you mean \"\($0)\"?" } ?? ""
        return Problem(
            .usage,
            "\(field.rawValue) is to come from \"\(header)\", and there is no such column\(near)",
            at: file, next: "the columns are \(source.names.quotedList())")
    }

    mutating func bindFromProfile() {
        guard let profile else { return }
        for (field, candidates) in profile.candidates where bindings[field] == nil {
            // Every column a known kind may use, in order: a later one speaks where an earlier
            // one is empty, as in JSON whose objects leave fields out.
            bind(field, to: candidates, reason: .profile(profile.name), takesAll: true)
        }
    }

    mutating func bindUsual() {
        let lacks = profile?.lacks ?? []
        let usual = Profile.usual(for: provider ?? profile?.provider)
        for (field, candidates) in usual.candidates
        where bindings[field] == nil && !lacks.contains(field) {
            let free = candidates.filter { !isTaken($0) }
            let there = free.filter { found($0.header).contains { $0 < seen } }
            bind(field, to: there.isEmpty ? free : there, reason: .header, takesAll: there.isEmpty)
        }
    }

    /// A column that a profile or a person gave to one field is not guessed for another.
    private func isTaken(_ candidate: Profile.Candidate) -> Bool {
        let found = places[candidate.header.headerKey] ?? []
        return bindings.values.contains { binding in
            binding.reason != .header && binding.sources.contains { found.contains($0.place) }
        }
    }

    private mutating func bind(
        _ field: CanonicalField, to candidates: [Profile.Candidate], reason: Columns.Reason,
        takesAll: Bool
    ) {
        var sources: [Columns.Source] = []
        for candidate in candidates where takesAll || sources.isEmpty {
            let found = found(candidate.header)
            let equals = found.isEmpty ? [] : found + rivals(of: candidate)
            if equals.count > 1 {
                let either = Columns.Ambiguity(
                    field: field, headers: equals.map { source.names[$0] })
                if !ambiguous.contains(either) { ambiguous.append(either) }
                return
            }
            sources += found.map { Columns.Source(place: $0, extraction: candidate.extraction) }
        }
        guard !sources.isEmpty else { return }
        bindings[field] = Columns.Binding(
            field: field, sources: sources, reason: reason)
    }

    private func rivals(of candidate: Profile.Candidate) -> [Int] {
        candidate.rival.map { found($0).filter { $0 < seen } } ?? []
    }

    /// The columns with this header; one that is there goes before one that may come.
    private func found(_ header: String) -> [Int] {
        let all = places[header.headerKey] ?? repeated(header)
        let there = all.filter { $0 < seen }
        return there.isEmpty ? Array(all.prefix(1)) : there
    }

    /// The columns that share this header and were therefore numbered.
    private func repeated(_ header: String) -> [Int] {
        let key = header.headerKey
        return source.names.indices.filter { index in
            let name = source.names[index]
            guard name.hasSuffix(")"), let open = name.lastIndex(of: "(") else { return false }
            return String(name[..<open]).headerKey == key
                && name[open...].dropFirst().dropLast().allSatisfy(\.isNumber)
        }
    }

    var ambiguityNotes: [String] {
        ambiguous.filter { bindings[$0.field] == nil }
            .sorted { $0.field.rawValue < $1.field.rawValue }
            .map {
                "\($0.field.rawValue) could be \($0.headers.quotedList(joinedBy: "or")): "
                    + "say which with columns or --column"
            }
    }
}
