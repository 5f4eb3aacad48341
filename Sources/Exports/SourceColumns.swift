// SPDX-License-Identifier: MIT

import Model

/// The columns of an export under names that are each there once.
///
/// Names are compared as SQL compares them: without case. A name that stands several times belongs
/// to none of its columns alone: they are called `Name (1)`, `Name (2)`, so that a rule that says
/// `Name` is an error and never quietly the first one. A column without a name is `column 3`.
package struct SourceColumns: Sendable, Equatable {
    package let names: [String]
    /// What was unusual about the header, in sentences.
    package let notes: [String]
    private let places: [String: Int]

    /// - Parameter line: the physical line of the header, for the notes; nil for JSON.
    package init(_ headers: [String], line: Int?) {
        let trimmed = headers.map { $0.trimmed }
        let counts = Dictionary(grouping: trimmed.filter { !$0.isEmpty }) { $0.lowercased() }
            .mapValues(\.count)
        var names: [String] = []
        var places: [String: Int] = [:]
        var seen: [String: Int] = [:]
        for (index, header) in trimmed.enumerated() {
            let key = header.lowercased()
            seen[key, default: 0] += 1
            let isRepeated = counts[key, default: 0] > 1
            let wanted =
                header.isEmpty
                ? "column \(index + 1)" : isRepeated ? "\(header) (\(seen[key] ?? 1))" : header
            let name = Self.unused(wanted, in: places)
            places[name.lowercased()] = index
            names.append(name)
        }
        self.names = names
        self.places = places
        notes = Self.notes(trimmed, line: line)
    }

    package var count: Int { names.count }

    /// The place of a column by its name, in any case.
    package func place(of name: String) -> Int? { places[name.trimmed.lowercased()] }

    /// The one column whose name is spelt much like this, as `Is cancellable` is `is_cancellable`.
    func place(like name: String) -> Int? {
        let key = name.headerKey
        let found = names.indices.filter { names[$0].headerKey == key }
        return found.count == 1 ? found.first : nil
    }

    private static func unused(_ name: String, in places: [String: Int]) -> String {
        var name = name
        while places[name.lowercased()] != nil { name += "'" }
        return name
    }

    private static func notes(_ headers: [String], line: Int?) -> [String] {
        let place = line.map { "line \($0): " } ?? ""
        let empty = headers.indices.filter { headers[$0].isEmpty }.map { "\($0 + 1)" }
        let groups = Dictionary(grouping: headers.indices.filter { !headers[$0].isEmpty }) {
            headers[$0].lowercased()
        }
        let repeated = groups.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
        return repeated.map { group in
            let name = headers[group[0]]
            let columns = group.map { "\($0 + 1)" }.joined(separator: ", ")
            return
                "\(place)the header \"\(name)\" stands \(group.count) times (columns \(columns)); "
                + "they are called \"\(name) (1)\" to \"\(name) (\(group.count))\""
        }
            + (empty.isEmpty
                ? []
                : [
                    "\(place)the header of column \(empty.joined(separator: ", ")) is empty; "
                        + "such a column is called \"column N\""
                ])
    }
}

extension String {
    /// Without blanks, tabs and no-break spaces at its ends.
    var trimmed: String {
        let isBlank = { (character: Character) in
            character.isWhitespace || character == "\u{FEFF}"
        }
        guard first.map(isBlank) == true || last.map(isBlank) == true else { return self }
        return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }

    /// Letters and digits in lower case: what is left when two programs spell a header differently.
    var headerKey: String {
        String(lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.isDigit })
    }
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool { properties.numericType == .decimal }
}
