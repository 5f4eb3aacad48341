// SPDX-License-Identifier: MIT

/// The text with everything made visible that a terminal would obey instead of showing.
///
/// Ids and provider messages are foreign: an escape sequence in them could move the cursor, set
/// the title, or hide a line; a right-to-left mark could show `10.00` as `00.01`.
package func visible(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isObeyed) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        if isObeyed(scalar) {
            result.append(contentsOf: spelled(scalar).unicodeScalars)
        } else {
            result.append(scalar)
        }
    }
    return String(result)
}

/// Whether a terminal or a reader would act on the character or not see it at all.
func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
    switch scalar.properties.generalCategory {
    // Format covers the direction marks, zero-width characters and tags.
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate:
        return true
    default:
        return isBlank(scalar)
    }
}

/// Letters and fillers that take part in words but show nothing.
private func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0: true
    default: false
    }
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
