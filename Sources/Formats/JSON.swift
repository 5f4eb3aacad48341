// SPDX-License-Identifier: MIT

/// JSON over bytes, both ways; nothing else in the house knows its syntax.
package enum JSON {}

extension JSON {
    /// Reads one whole document, strictly as RFC 8259 has it.
    ///
    /// A byte order mark at the start is skipped, as the RFC allows. A key that stands twice in one
    /// object is refused: two readers could take different ones, and an audit cannot say which.
    package static func parse(
        _ bytes: [UInt8], limits: Limits = .standard
    ) throws(Failure) -> Value {
        try parse(bytes.span, limits: limits)
    }

    package static func parse(
        _ bytes: Span<UInt8>, limits: Limits = .standard
    ) throws(Failure) -> Value {
        var parser = Parser(limits: limits)
        do throws(Fault) {
            return try parser.document(bytes)
        } catch {
            throw Failure(error, in: bytes)
        }
    }

    package static func parse(
        _ text: String, limits: Limits = .standard
    ) throws(Failure) -> Value {
        try parse(Array(text.utf8), limits: limits)
    }
}
