// SPDX-License-Identifier: MIT

extension String {
    /// The text on one line for a terminal or a spreadsheet, cut to a number of characters.
    ///
    /// A provider's message is foreign text: escape sequences and characters that turn the
    /// direction of writing must not reach the terminal of whoever reads it.
    func oneLine(charactersMax: Int) -> String {
        var result = ""
        var count = 0
        var blank = false
        for character in self {
            guard character.unicodeScalars.allSatisfy(\.isPrintable), !character.isWhitespace else {
                blank = true
                continue
            }
            if blank, !result.isEmpty {
                result.append(" ")
                count += 1
            }
            blank = false
            guard count < charactersMax else { return result + "…" }
            result.append(character)
            count += 1
        }
        return result
    }
}

extension Unicode.Scalar {
    /// No control, no invisible format character, no half of a pair.
    var isPrintable: Bool {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}

/// What a person reads of a body that is no JSON: the title of an HTML page, else its beginning.
func excerpt(of body: [UInt8]) -> String {
    // Most answers to a cancel are empty, and a search in nothing still costs one.
    guard !body.isEmpty else { return "" }
    let bytesMax = 4096
    let text = String(decoding: body.prefix(bytesMax), as: UTF8.self)
    let lower = text.lowercased()
    guard lower.utf8.count == text.utf8.count, let start = lower.firstRange(of: "<title>"),
        let end = lower[start.upperBound...].firstRange(of: "</title>")
    else { return text.oneLine(charactersMax: Judgement.messageCharactersMax) }
    let title = Array(text.utf8)[
        lower.utf8.distance(
            from: lower.startIndex, to: start.upperBound)..<lower.utf8.distance(
                from: lower.startIndex, to: end.lowerBound)]
    return "HTML page: "
        + String(decoding: title, as: UTF8.self)
        .oneLine(charactersMax: Judgement.messageCharactersMax)
}
