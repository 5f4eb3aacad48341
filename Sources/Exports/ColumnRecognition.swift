// SPDX-License-Identifier: MIT

package import Model

extension Columns {
    /// Understands the columns of an export.
    ///
    /// - Parameters:
    ///   - overrides: canonical field → header, as `columns` and `--column` say.
    ///   - provider: the provider of the account, where the job names one account.
    ///   - isJSON: names are paths, compared letter by letter before they are compared loosely.
    package init(
        _ source: SourceColumns, overrides: [String: String] = [:], provider: ProviderName? = nil,
        file: String
    ) throws(Problem) {
        var recognition = Recognition(source, provider: provider)
        try recognition.override(overrides, file: file)
        recognition.bindFromProfile()
        recognition.bindUsual()
        self.source = source
        profile = recognition.profile?.name ?? "usual headers"
        self.provider = provider ?? recognition.profile?.provider
        bindings = recognition.bindings
        ambiguous = recognition.ambiguous
        isGuarded = source.place(of: "_line") != nil
        notes = source.notes + (recognition.profile?.notes ?? []) + recognition.ambiguityNotes
    }
}

private struct Recognition {
    let source: SourceColumns
    let provider: ProviderName?
    let profile: Profile?
    /// Loosely spelt header → places.
    let places: [String: [Int]]
    var bindings: [CanonicalField: Columns.Binding] = [:]
    var ambiguous: [Columns.Ambiguity] = []

    init(_ source: SourceColumns, provider: ProviderName?) {
        let places = Dictionary(grouping: source.names.indices) { source.names[$0].headerKey }
        self.source = source
        self.provider = provider
        self.places = places
        profile = Profile.particular.first { profile in
            (provider == nil || profile.provider == provider)
                && profile.recognizedBy.allSatisfy { places[$0.headerKey] != nil }
        }
    }

    mutating func override(_ overrides: [String: String], file: String) throws(Problem) {
        for (name, header) in overrides.sorted(by: { $0.key < $1.key }) {
            guard let field = CanonicalField(rawValue: name) else {
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
        let fields = CanonicalField.allCases.map(\.rawValue)
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
            bind(field, to: candidates.filter { !isTaken($0) }, reason: .header, takesAll: false)
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
            let found = places[candidate.header.headerKey] ?? repeated(candidate.header)
            if found.count > 1 {
                ambiguous.append(
                    Columns.Ambiguity(field: field, headers: found.map { source.names[$0] }))
                return
            }
            sources += found.map { Columns.Source(place: $0, extraction: candidate.extraction) }
        }
        guard !sources.isEmpty else { return }
        bindings[field] = Columns.Binding(
            field: field, sources: sources, reason: reason)
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
