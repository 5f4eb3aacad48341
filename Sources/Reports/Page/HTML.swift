// SPDX-License-Identifier: MIT

import Model

/// Text as HTML shows it: markup, controls and marks that turn the reading direction stay text.
func html(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
        byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "<") && byte != UInt8(ascii: "&")
            && byte != UInt8(ascii: ">") && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "'")
    }
    if isPlain { return text }
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "&": result += "&amp;"
        case "\"": result += "&quot;"
        case "'": result += "&#39;"
        case "\n", "\t": result.unicodeScalars.append(scalar)
        case _ where scalar.isObeyed: result += scalar.spelled
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}

/// Foreign text with its hidden characters spelled out, for places that are escaped otherwise.
func spelled(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: \.isObeyed) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
        if scalar.isObeyed, scalar != "\n", scalar != "\t" {
            result += scalar.spelled
        } else {
            result.unicodeScalars.append(scalar)
        }
    }
    return result
}

extension Unicode.Scalar {
    /// `‹U+202E›`: what cannot be seen is named.
    var spelled: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "‹U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits + "›"
    }
}
