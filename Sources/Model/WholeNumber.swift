// SPDX-License-Identifier: MIT

/// Reads up to fifteen plain digits; nil for signs, exponents, spaces and anything longer.
package func wholeNumber(_ text: String) -> Int? {
    guard text.utf8.count <= 15 else { return nil }
    return Int64(digits: Array(text.utf8)).map { Int($0) }
}
