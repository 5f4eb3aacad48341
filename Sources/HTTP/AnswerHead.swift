// SPDX-License-Identifier: MIT

import Model

/// The header lines of an answer, as libcurl hands them over one by one.
///
/// libcurl's own header list is not used: 7.88 leaves a carriage return in an empty value, and it
/// calls an answer whole that was cut in the middle of its headers.
struct AnswerHead {
    private enum Place {
        case statusLine
        case fields
        case end
    }

    /// The fields of the newest answer: an interim one (1xx) gives way to the next, and trailers
    /// do not count, since they come from beyond the body and may not speak for the answer.
    private(set) var headers: [Header] = []
    private var place = Place.statusLine
    private var isInterim = false
    private var isOfHTTP1 = false

    /// Whether the blank line after the final answer's fields came.
    var isComplete: Bool { place == .end && !isInterim }

    /// Why the head cannot be believed although libcurl took it; nil when nothing speaks against it.
    var complaint: String? {
        if !isOfHTTP1 { return "the answer is not HTTP/1" }
        return hasDoubtfulLength ? "the answer does not say plainly how long its body is" : nil
    }

    mutating func take(_ line: UnsafeRawBufferPointer) {
        let text = line.trimmed
        switch place {
        case .end where isInterim, .statusLine: begin(text)
        case .fields where text.isEmpty: place = .end
        case .fields: field(text, isFolded: line[0].isBlank)
        case .end: break
        }
    }

    private mutating func begin(_ statusLine: Slice<UnsafeRawBufferPointer>) {
        headers.removeAll()
        headers.reserveCapacity(8)
        place = .fields
        isOfHTTP1 = statusLine.starts(with: "HTTP/1.".utf8)
        let status = statusLine.drop { $0 != UInt8(ascii: " ") }.drop(while: \.isBlank)
        isInterim = status.first == UInt8(ascii: "1")
    }

    /// Whether a length is no plain number, or another field states another one: where the body
    /// ends is anybody's guess then (RFC 9112, 6.3), and libcurl guesses.
    private var hasDoubtfulLength: Bool {
        let digitsMax = 18
        var stated: String?
        for header in headers where header.isNamed("content-length") {
            let value = header.value
            let isPlain =
                (1...digitsMax).contains(value.utf8.count) && value.utf8.allSatisfy(\.isDigit)
            if !isPlain || (stated ?? value) != value { return true }
            stated = value
        }
        return false
    }

    private mutating func field(_ text: Slice<UnsafeRawBufferPointer>, isFolded: Bool) {
        // RFC 9112, 5.2: a folded line is a space and the rest of the value before it.
        if isFolded {
            if headers.isEmpty { return }
            headers[headers.count - 1].value += " " + String(decoding: text, as: UTF8.self)
            return
        }
        let name = text.prefix { $0 != UInt8(ascii: ":") }
        let value = text[name.endIndex...].dropFirst().drop(while: \.isBlank)
        headers.append(
            Header(String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self)))
    }
}

extension UnsafeRawBufferPointer {
    /// The line without the blanks and the line end around it.
    fileprivate var trimmed: Slice<UnsafeRawBufferPointer> {
        var line = self[...].drop(while: \.isBlank)
        while let last = line.last, last.isBlank { line.removeLast() }
        return line
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool {
        self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") || self == UInt8(ascii: "\r")
            || self == UInt8(ascii: "\n")
    }
}
