// SPDX-License-Identifier: MIT

/// The columns of a run's exports in their original order.
///
/// Exports of one run may differ: the columns of the first come first, then what others add.
package struct OriginalColumns: Sendable, Equatable {
    package private(set) var names: [String] = []
    /// For each export, where its columns stand in `names`.
    private(set) var places: [[Int?]] = []
    private var known: [String: Int] = [:]

    /// What a report adds; an export that came out of a report has them already.
    package static let added = [
        "_line", "_state", "_reason", "_provider_code", "_status", "_attempts", "_requested_at",
        "_settled_at", "_confirmed_at", "_exchange",
    ]
    /// Whose a row is, where its export does not say so; planning knows the word.
    static let account = "rescind_account"
    /// The row as it stood, where it cannot be taken apart.
    static let raw = "_raw"

    init(_ headers: [[String]]) {
        for header in headers { places.append([]); extend(places.count - 1, header) }
    }

    /// Takes in columns that were found behind those known.
    mutating func extend(_ source: Int, _ header: [String]) {
        guard places.indices.contains(source), header.count > places[source].count else { return }
        for name in header[places[source].count...] {
            places[source].append(place(of: name, in: source))
        }
    }

    /// Where the columns of one export stand, in its own order.
    func places(of source: Int) -> [Int] {
        places.indices.contains(source) ? places[source].compactMap(\.self) : []
    }

    /// Whether every export says itself whose each row is.
    var haveAccounts: Bool {
        !places.isEmpty && places.indices.allSatisfy { haveAccount(places(of: $0)) }
    }

    func haveAccount(_ places: [Int]) -> Bool {
        places.contains {
            let name = names[$0].lowercased().replacing(" ", with: "_")
            return ["account", "account_name"].contains(name)
        }
    }

    /// The place of a name, in any case, as SQL compares them; one that an export has twice gets two.
    private mutating func place(of name: String, in source: Int) -> Int? {
        guard !Self.added.contains(name), ![Self.raw, Self.account].contains(name) else {
            return nil
        }
        let key = name.lowercased()
        if let place = known[key], !places[source].contains(place) { return place }
        known[key] = names.count
        names.append(name)
        return names.count - 1
    }
}
