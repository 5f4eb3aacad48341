// SPDX-License-Identifier: MIT

package import Model
import Synchronization

/// Knows every secret this process has read, and takes them out of what is recorded or shown.
///
/// Requests say themselves what is recorded of their secrets; this is for what comes from outside:
/// an answer that repeats the key it was sent, an error message with a token in it.
package final class Redactor: Sendable {
    package let fingerprint: Fingerprint
    private let needles = Mutex(Needles())

    package init(fingerprint: Fingerprint) { self.fingerprint = fingerprint }

    /// Remembers a secret with all spellings it may come back in.
    package func learn(_ secret: Secret) {
        let bytes = secret.bytes
        let replacement = Array(fingerprint.text(of: bytes).utf8)
        needles.withLock { $0.add(SecretForms.all(of: bytes), replacement: replacement) }
    }

    /// Remembers a text that carries a secret inside, such as the digits of a Basic header.
    func learn(_ text: String, shownAs record: String) {
        needles.withLock { $0.add([Array(text.utf8)], replacement: Array(record.utf8)) }
    }

    /// The bytes with every known secret replaced by its fingerprint.
    package func redact(_ bytes: [UInt8]) -> [UInt8] {
        if isClean(bytes.span) { return bytes }
        let plain = Self.replaced(bytes, needles.withLock { $0.matches(in: bytes.span) })
        var escaped: [Match] = []
        var layer = Unescaped(plain)
        // A server may escape what it was sent escaped: JSON in HTML, or an address in an address.
        for _ in 0..<Self.layersMax {
            guard let text = layer else { break }
            escaped += needles.withLock { $0.matches(in: text.bytes.span) }
                .map { (text.source(of: $0.range), $0.replacement) }
            layer = text.unescapedOnce()
        }
        return Self.replaced(plain, Self.inOrder(escaped))
    }

    private typealias Match = (range: Range<Int>, replacement: [UInt8])
    private static let layersMax = 3

    /// From left to right and without overlap.
    private static func inOrder(_ matches: [Match]) -> [Match] {
        var kept: [Match] = []
        for match in matches.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            if let last = kept.last, last.range.upperBound > match.range.lowerBound {
                let end = max(last.range.upperBound, match.range.upperBound)
                kept[kept.count - 1].range = last.range.lowerBound..<end
            } else {
                kept.append(match)
            }
        }
        return kept
    }

    private static func replaced(_ bytes: [UInt8], _ matches: [Match]) -> [UInt8] {
        guard !matches.isEmpty else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var start = 0
        for match in matches {
            result += bytes[start..<match.range.lowerBound]
            result += match.replacement
            start = match.range.upperBound
        }
        return result + bytes[start...]
    }

    package func redact(_ text: String) -> String {
        if isClean(text.utf8.span) { return text }
        return String(decoding: redact(Array(text.utf8)), as: UTF8.self)
    }

    /// Whether there is neither a secret nor an escape that could spell one, as nearly always.
    private func isClean(_ bytes: Span<UInt8>) -> Bool {
        !Unescaped.mayHold(bytes) && needles.withLock { $0.matches(in: bytes).isEmpty }
    }

    /// What is recorded of an answer: headers and body without a known secret.
    package func redact(_ answer: Answer) -> Answer {
        Answer(
            status: answer.status,
            headers: answer.headers.map {
                Header(redact($0.name), redact($0.value), record: $0.record)
            },
            body: redact(answer.body))
    }
}
