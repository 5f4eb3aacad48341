// SPDX-License-Identifier: MIT

import Model

/// The text with everything made visible that a terminal would obey instead of showing.
///
/// Ids and provider messages are foreign: an escape sequence in them could move the cursor, set
/// the title, or hide a line; a right-to-left mark could show `10.00` as `00.01`.
package func visible(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: \.isObeyed) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        if scalar.isObeyed {
            result.append(contentsOf: spelled(scalar).unicodeScalars)
        } else {
            result.append(scalar)
        }
    }
    return String(result)
}

private func spelled(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    default:
        let hex = String(scalar.value, radix: 16)
        return scalar.isASCII
            ? "\\x" + String(repeating: "0", count: 2 - hex.count) + hex : "\\u{\(hex)}"
    }
}
