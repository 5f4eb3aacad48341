// SPDX-License-Identifier: MIT

import Job
import Model
import Providers

/// The credential values of one account, each read when it is first needed and then kept.
struct Vault: Sendable {
    /// A value as it is sent, and as it is recorded.
    struct Value: Sendable {
        private let value: Secret
        /// Nil where the value is no secret.
        let record: String?

        init(_ value: Secret, record: String? = nil) {
            self.value = value
            self.record = record
        }

        var text: String { value.exposed }
        var shown: String { record ?? text }
    }

    let account: String
    let credentials: [Credential]
    let reader: SecretReader
    let redactor: Redactor
    private var known: [String: Value] = [:]

    init(
        account: String, credentials: [Credential], reader: SecretReader, redactor: Redactor
    ) {
        self.account = account
        self.credentials = credentials
        self.reader = reader
        self.redactor = redactor
    }

    mutating func value(of field: String) throws(Problem) -> Value {
        if let value = known[field] { return value }
        let value = try read(field)
        known[field] = value
        return value
    }

    private func read(_ field: String) throws(Problem) -> Value {
        guard let credential = credentials.first(where: { $0.field == field }) else {
            throw Problem(
                .jobInvalid, "\(field) is missing", at: "account \(account)",
                next: "rescind check")
        }
        switch credential.source {
        case .text(let text): return Value(Secret(text))
        case .reference(let reference):
            let secret = try reader.read(reference, account: account, field: field)
            // Half of a pair, or a name: whoever keeps it elsewhere does not want it repeated here.
            redactor.learn(secret)
            return Value(secret, record: redactor.fingerprint.text(of: secret.bytes))
        }
    }

    /// Every problem there is, not only the first.
    mutating func prepare() -> [Problem] {
        var problems: [Problem] = []
        for credential in credentials {
            do throws(Problem) {
                _ = try value(of: credential.field)
            } catch {
                problems.append(error)
            }
        }
        return problems
    }
}

extension Vault {
    /// The Basic header of two fields (RFC 7617).
    mutating func basic(_ userField: String, _ passwordField: String) throws(Problem) -> Header {
        let user = try value(of: userField)
        let password = try value(of: passwordField)
        guard !user.text.contains(":") else {
            throw Problem(
                .jobInvalid, "\(userField) must not hold a colon: HTTP Basic cannot carry it",
                at: "account \(account)")
        }
        return basicHeader(user, password, encoded: false)
    }

    /// The header; OAuth clients encode both parts before they are joined (RFC 6749, 2.3.1).
    private func basicHeader(_ user: Value, _ password: Value, encoded: Bool) -> Header {
        let parts = [user, password].map { part in
            encoded
                ? String(decoding: FormEncoding.encode(part.text.utf8), as: UTF8.self) : part.text
        }
        let digits = Array(parts.joined(separator: ":").utf8).base64
        let shown = "\(user.shown):\(password.shown)"
        redactor.learn(digits, shownAs: shown)
        return Header("Authorization", "Basic " + digits, record: "Basic " + shown)
    }

    /// The request for a token, with what is recorded in place of its secrets.
    mutating func tokenRequest(_ grant: TokenGrant) throws(Problem) -> Request {
        var sent: [UInt8] = []
        var recorded: [UInt8] = []
        for member in grant.form {
            let value = try self.value(of: member)
            let start = (sent.isEmpty ? "" : "&") + member.name + "="
            sent += Array(start.utf8) + FormEncoding.encode(value.text.utf8)
            recorded += Array(start.utf8)
            recorded += value.record.map { Array($0.utf8) } ?? FormEncoding.encode(value.text.utf8)
        }
        var headers = [
            Header("Content-Type", "application/x-www-form-urlencoded"),
            Header("Accept", "application/json"),
        ]
        if let basic = grant.basic {
            let user = try self.value(of: basic.user)
            let password = try self.value(of: basic.password)
            headers.append(basicHeader(user, password, encoded: true))
        }
        return Request(
            .post, grant.tokenURL, headers: headers, body: sent,
            bodyRecord: recorded == sent ? nil : recorded)
    }

    private mutating func value(of member: TokenGrant.Member) throws(Problem) -> Value {
        switch member.value {
        case .text(let text): Value(Secret(text))
        case .field(let field): try value(of: field)
        }
    }
}
