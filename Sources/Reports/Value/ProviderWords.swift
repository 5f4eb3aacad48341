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

    /// The same without the names of the shipment it was written for.
    func naming(noneOf names: [String]) -> ProviderWords {
        switch self {
        case .wrote(let text): .wrote(text.naming(noneOf: names))
        case .noAnswer: self
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
        let isBinary = body.contains { $0 < 0x20 && !(0x09...0x0D).contains($0) }
        guard !isBinary, let text = String(validating: body, as: UTF8.self) else { return nil }
        let words = text.prefix(4 * charactersMax).split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
        return words.isEmpty || words.hasPrefix("<") ? nil : words.shortened(charactersMax)
    }
}

extension Cause {
    /// The cause with what the provider wrote about the first of its items.
    func withWords(_ connection: Connection, at position: Int64) throws -> Cause {
        guard let first = examples.first, let exchange = first.exchange else { return self }
        var cause = self
        cause.words = try ProviderWords.read(connection, exchange: exchange, at: position)
        if sum.count > 1 { cause.words = cause.words?.naming(noneOf: [first.shipmentID]) }
        return cause
    }
}
