// SPDX-License-Identifier: MIT

/// Conditions of triggers and partial indexes, which every change of a row has to pass.
///
/// Spelled without `IN`: for more than two values SQLite makes a table of them each time it is
/// asked, which took half of the time of writing an item's state.
enum Condition {
    /// The column holds one of these words.
    static func isOne(of words: some Sequence<String>, _ column: String) -> String {
        "(" + words.sorted().map { "\(column) = '\($0)'" }.joined(separator: " OR ") + ")"
    }

    /// What the expression, computed once, gives is none of these words.
    static func isNone(of words: some Sequence<String>, _ expression: String) -> String {
        let cases = words.sorted().map { "WHEN '\($0)' THEN 0" }
        return "CASE \(expression) \(cases.joined(separator: " ")) ELSE 1 END"
    }
}
