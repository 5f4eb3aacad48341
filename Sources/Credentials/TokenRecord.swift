// SPDX-License-Identifier: MIT

import Formats
import Model

/// What the record keeps of an answer that hands out tokens.
enum TokenRecord {
    private static let secretMembers = ["access_token", "refresh_token", "id_token"]

    /// The answer with every token in it replaced by its fingerprint.
    static func of(_ answer: Answer, redactor: Redactor) -> Answer {
        var record = redactor.redact(answer)
        record.body = body(of: answer, redactor: redactor)
        return record
    }

    /// Every token in an answer, also those nobody asked for.
    static func secrets(in answer: Answer) -> [Secret] {
        guard let members = (try? JSON.parse(answer.body))?.members else { return [] }
        return members.filter { secretMembers.contains($0.name.lowercased()) }
            .compactMap { $0.value.text.map { Secret($0) } }
    }

    private static func body(of answer: Answer, redactor: Redactor) -> [UInt8] {
        guard let document = try? JSON.parse(answer.body) else {
            return unreadable(answer, redactor: redactor)
        }
        return redactor.redact(
            replacingTokens(in: document, fingerprint: redactor.fingerprint).bytes)
    }

    private static func replacingTokens(
        in value: JSON.Value, fingerprint: Fingerprint
    ) -> JSON.Value {
        switch value {
        case .object(let members):
            .object(members.map { replacingToken(in: $0, fingerprint: fingerprint) })
        case .array(let values):
            .array(values.map { replacingTokens(in: $0, fingerprint: fingerprint) })
        default: value
        }
    }

    /// Whatever stands under such a name is replaced, also what is no text.
    private static func replacingToken(
        in member: JSON.Member, fingerprint: Fingerprint
    ) -> JSON.Member {
        let value = member.value
        guard secretMembers.contains(member.name.lowercased()), !value.isNull else {
            return JSON.Member(
                member.name, replacingTokens(in: value, fingerprint: fingerprint))
        }
        let bytes = value.text.map { Array($0.utf8) } ?? value.bytes
        return JSON.Member(member.name, .string(fingerprint.text(of: bytes)))
    }

    /// A cut or damaged answer may hold half a token that nobody has learned: it is kept only
    /// where it plainly holds none.
    private static func unreadable(_ answer: Answer, redactor: Redactor) -> [UInt8] {
        let mayHoldToken =
            answer.status < 400 || answer.body.contains(subsequence: Array("_token".utf8))
        guard mayHoldToken, !answer.body.isEmpty else { return redactor.redact(answer.body) }
        let fingerprint = redactor.fingerprint.text(of: answer.body)
        return Array(
            "unreadable token answer of \(answer.body.count) bytes, kept as \(fingerprint)".utf8)
    }
}

extension [UInt8] {
    func contains(subsequence wanted: [UInt8]) -> Bool {
        guard let first = wanted.first, count >= wanted.count else { return false }
        return indices.dropLast(wanted.count - 1).contains { start in
            self[start] == first && self[start...].starts(with: wanted)
        }
    }
}
