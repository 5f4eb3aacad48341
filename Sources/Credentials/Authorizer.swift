// SPDX-License-Identifier: MIT

package import Job
package import Model
package import Providers

/// Authenticates the requests of one account.
///
/// A value that an event loop owns and drives: it sends nothing itself. The loop asks with
/// `authorize`, sends the token request where one is needed, the same recorded way as every other
/// exchange, and brings its outcome to `tokenAnswered`. References are read when the first request
/// needs them.
package struct Authorizer: Sendable {
    package enum Need: Sendable {
        /// May leave as it is; `token` goes back into `accepted` or `rejected`.
        case ready(Request, token: Int?)
        /// This token request goes first; ask again when it is answered.
        case token(Request)
        /// A token request is out, or the token service asked for a pause until then.
        case wait(until: Timestamp?)
        /// The lane ends: nothing of this account can be sent.
        case ended(Problem)
    }

    package let account: String
    private let authentication: Authentication
    private var vault: Vault
    private var keeper = TokenKeeper()
    private let judgeToken: @Sendable (Answer) -> TokenVerdict

    /// The authorizer of an account; the problem is one of the account's settings.
    package init(
        _ account: Account, reader: SecretReader, redactor: Redactor
    ) throws(Problem) {
        self.init(
            account: account.name,
            authentication: try account.provider.provider.authentication(at: account.endpoint),
            credentials: account.credentials, reader: reader, redactor: redactor)
    }

    /// Nothing is read yet: that happens when the first request needs it.
    package init(
        account: String, authentication: Authentication, credentials: [Credential],
        reader: SecretReader, redactor: Redactor,
        judgeToken: @escaping @Sendable (Answer) -> TokenVerdict = { Providers.judgeToken($0) }
    ) {
        self.account = account
        self.authentication = authentication
        self.judgeToken = judgeToken
        vault = Vault(
            account: account, credentials: credentials, reader: reader, redactor: redactor)
    }

    /// Adds the authentication to a request, or says what must come first.
    package mutating func authorize(_ request: Request, at now: Timestamp) -> Need {
        do throws(Problem) {
            switch authentication {
            case .key(let header, let field):
                return .ready(try request.adding(key(header, field)), token: nil)
            case .basic(let user, let password):
                return .ready(try request.adding(vault.basic(user, password)), token: nil)
            case .token(let grant):
                return try tokenNeed(grant, request, at: now)
            }
        } catch {
            return .ended(error)
        }
    }

    private mutating func key(_ header: String, _ field: String) throws(Problem) -> Header {
        let value = try vault.value(of: field)
        return Header(header, value.text, record: value.record)
    }

    private mutating func tokenNeed(
        _ grant: TokenGrant, _ request: Request, at now: Timestamp
    ) throws(Problem) -> Need {
        switch keeper.need(at: now) {
        case .use(let token):
            let header = Header(
                grant.header, grant.prefix + token.secret.exposed,
                record: grant.prefix + vault.redactor.fingerprint.text(of: token.secret.bytes))
            return .ready(request.adding(header), token: token.number)
        case .ask: return .token(try vault.tokenRequest(grant))
        case .wait(let until): return .wait(until: until)
        case .ended(let refusal): return .ended(problem(refusal))
        }
    }

    private func problem(_ refusal: TokenRefusal) -> Problem {
        let said = [refusal.code, refusal.message].filter { !$0.isEmpty }.joined(separator: ": ")
        return Problem(
            .jobInvalid,
            "the provider does not take the credentials"
                + (said.isEmpty ? "" : " (\(vault.redactor.redact(said)))"),
            at: "account \(account)", next: "rescind check --online")
    }
}

extension Authorizer {
    /// Takes how the token request ended.
    package mutating func tokenAnswered(_ outcome: Outcome, at now: Timestamp) {
        switch outcome {
        case .answer(let answer):
            for secret in TokenRecord.secrets(in: answer) { vault.redactor.learn(secret) }
            let verdict = judgeToken(answer)
            if case .granted(let token, _) = verdict { vault.redactor.learn(Secret(token)) }
            keeper.answered(verdict, at: now)
        case .noAnswer(let failure):
            keeper.failed(
                TokenRefusal(code: failure.kind.rawValue, message: failure.message),
                retryAfter: nil, at: now)
        }
    }

    /// What is recorded of the answer to a token request.
    ///
    /// Call it before or after `tokenAnswered`; the tokens in it are fingerprints either way.
    package func tokenRecord(of answer: Answer) -> Answer {
        TokenRecord.of(answer, redactor: vault.redactor)
    }

    /// A request was answered as one whose authentication is good; `token` is from `ready`.
    package mutating func accepted(token: Int?) {
        if let token { keeper.accepted(token) }
    }

    /// A request was answered 401 (Amazon: 403); true when it may be sent once more.
    ///
    /// `again` says that this very request was sent once more already: then the lane ends.
    package mutating func rejected(
        token: Int?, again: Bool, code: String, message: String, at now: Timestamp
    ) -> Bool {
        guard let token else { return false }
        keeper.rejected(token, again: again, refusal: TokenRefusal(code: code, message: message))
        return !keeper.isEnded
    }

    /// Whether the value of a credential field begins with `prefix`, as test keys do.
    package mutating func value(of field: String, hasPrefix prefix: String) throws(Problem) -> Bool
    {
        try vault.value(of: field).text.hasPrefix(prefix)
    }

    /// The provider's words without a secret it may have repeated in them.
    package func clean(_ words: String) -> String { vault.redactor.redact(words) }

    /// Reads every reference now and says all that cannot be read.
    ///
    /// `check` calls it, and a loop before its first request: a `command:` may take a minute, and
    /// a loop that waits for it sends nothing for any account.
    package mutating func prepare() -> [Problem] { vault.prepare() }
}

extension Request {
    /// The request with one more header.
    func adding(_ header: Header) -> Request {
        var request = self
        request.headers.append(header)
        return request
    }
}
