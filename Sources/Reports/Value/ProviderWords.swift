// SPDX-License-Identifier: MIT

import Formats
import SQLite

/// What a provider wrote in its answer, for people: its own sentence, not ours.
package enum ProviderWords: Sendable, Equatable {
    case wrote(String)
    /// There was no answer, and why.
    case noAnswer(String)

    /// With who says it.
    package var sentence: String {
        switch self {
        case .wrote(let text): "The provider wrote: \(text)"
        case .noAnswer(let why): "No answer: \(why)"
        }
    }

    static let charactersMax = 300
    private static let names = [
        "message", "error_message", "error_description", "detail", "details", "title",
        "description", "error", "reason", "errors", "error_code", "code",
    ]

    static func read(
        _ connection: Connection, exchange: Int64, at position: Int64
    ) throws -> ProviderWords? {
        let found = try connection.first(
            "SELECT body, error FROM answer WHERE request = ? AND seq < ?", exchange, position
        ) { ($0.bytes(0), $0.textOrNil(1)) }
        guard let (body, error) = found else { return nil }
        if let error { return .noAnswer(error.shortened(charactersMax)) }
        return words(body).map(ProviderWords.wrote)
    }

    static func words(_ body: [UInt8]) -> String? {
        guard let json = try? JSON.parse(body) else { return plain(body) }
        return sentence(json, depth: 0)?.shortened(charactersMax)
    }

    private static let depthMax = 6

    /// The first sentence under a name that usually holds one.
    private static func sentence(_ value: JSON.Value, depth: Int) -> String? {
        guard depth < depthMax else { return nil }
        switch value {
        case .string(let text): return text.isEmpty ? nil : text
        case .array(let values):
            return values.lazy.compactMap { sentence($0, depth: depth + 1) }.first
        case .object:
            return names.lazy.compactMap { value[$0] }.compactMap { sentence($0, depth: depth + 1) }
                .first
        default: return nil
        }
    }

    private static func plain(_ body: [UInt8]) -> String? {
        let text = String(decoding: body.prefix(4 * charactersMax), as: UTF8.self)
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.isEmpty || words.hasPrefix("<") ? nil : words.shortened(charactersMax)
    }
}
