// SPDX-License-Identifier: MIT

import Formats
package import Model

/// One line of the sandbox's own record: a request with what it changed, or a change that came
/// with time.
package struct JournalEntry: Sendable, Equatable {
    /// Counted from 1 without gaps; the order in which effects took place.
    package let sequence: Int
    package let at: Timestamp
    package let provider: ProviderName
    /// The name after `@` in the path; empty for a provider's only account.
    package let account: String
    /// Which credential was used: a name given by us, never the secret or a part of it.
    package var credential: String?
    package var purpose: Purpose?
    /// Nil for a change that came with time.
    package var method: String?
    package var path = ""
    package var query = ""
    package var subject: String?
    /// The status answered; nil when nothing was.
    package var status: Int?
    /// Given to every request; the answer shows it where the provider has a place for one.
    package var requestID: String?
    package var effects: [Effect] = []
    package var fault: FaultKind?

    init(sequence: Int, at: Timestamp, place: Place) {
        self.sequence = sequence
        self.at = at
        provider = place.provider
        account = place.account
    }

    /// The entry as one line of NDJSON, with its line feed.
    package var line: [UInt8] {
        var writer = JSON.Writer()
        writer.beginObject()
        writer.key("seq")
        writer.number(sequence)
        writer.member("at", .string(at.description))
        writer.member("provider", .string(provider.rawValue))
        writer.member("account", .string(account))
        writer.member("credential", JSON.Value(credential))
        writer.member("purpose", JSON.Value(purpose?.rawValue))
        writer.member("method", JSON.Value(method))
        writer.member("path", .string(path))
        writer.member("query", .string(query))
        writer.member("id", JSON.Value(subject))
        writer.member("status", status.map { .number(String($0)) } ?? .null)
        writer.member("request_id", JSON.Value(requestID))
        writer.member("effects", .array(effects.map { .string($0.description) }))
        writer.member("fault", JSON.Value(fault?.rawValue))
        writer.endObject()
        writer.newline()
        return writer.takeBytes()
    }
}

extension JSON.Value {
    /// A string, or null.
    init(_ text: String?) { self = text.map(JSON.Value.string) ?? .null }

    /// An amount as a JSON number, exactly as it is.
    init(_ amount: Amount) { self = .number(amount.description) }
}
