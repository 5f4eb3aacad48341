// SPDX-License-Identifier: MIT

import Job
import Model
import Testing

@testable import Credentials

/// An account made from options, as a one-off would.
func account(_ provider: String, _ credentials: [String]) throws -> Account {
    let reading = AccountOptions(provider: provider, credentials: credentials, name: "store").job()
    if let problem = reading.problems.first { throw problem }
    guard let account = reading.job?.accounts.first else { throw Secret.Flaw(sentence: "none") }
    return account
}

let canaries = [
    "KEY": "canary-key|1", "ID": "client&id", "SECRET": "canary-secret=/2",
    "REFRESH": "canary-refresh|3",
]

struct AuthorizerTests {
    static let request = Request(.put, "https://x/cancel", headers: [Header("Accept", "*/*")])

    private func authorizer(
        _ provider: String, _ credentials: [String], _ redactor: Redactor = makeRedactor()
    ) throws -> Authorizer {
        try Authorizer(
            try account(provider, credentials), reader: reader(canaries), redactor: redactor)
    }

    @Test(arguments: [
        ("shipstation", ["apiKey=env:KEY"], "api-key"),
        ("sorted-pro", ["apiKey=env:KEY", "apiVersion=2"], "x-api-key"),
    ])
    func `a key goes into its header and is recorded as a fingerprint`(
        provider: String, credentials: [String], header: String
    ) throws {
        var authorizer = try authorizer(provider, credentials)
        guard case .ready(let request, token: nil) = authorizer.authorize(Self.request, at: .at(0))
        else {
            Issue.record("a key needs no token")
            return
        }
        #expect(
            request.headers == [
                Header("Accept", "*/*"),
                Header(header, "canary-key|1", record: fingerprint("canary-key|1")),
            ])
        #expect(request.bodyRecord == nil)
    }

    @Test func `Basic carries both keys and records which they were`() throws {
        var authorizer = try authorizer(
            "sendcloud-returns", ["publicKey=public", "secretKey=env:SECRET"])
        guard case .ready(let request, token: nil) = authorizer.authorize(Self.request, at: .at(0))
        else {
            Issue.record("Basic needs no token")
            return
        }
        #expect(
            request.headers.last
                == Header(
                    "Authorization", "Basic " + Array("public:canary-secret=/2".utf8).base64,
                    record: "Basic public:" + fingerprint("canary-secret=/2")))
    }

    @Test func `Login with Amazon posts a form whose record holds fingerprints`() throws {
        var authorizer = try authorizer(
            "amazon-shipping",
            [
                "clientID=env:ID", "clientSecret=env:SECRET", "refreshToken=env:REFRESH",
                "businessID=US",
            ])
        guard case .token(let request) = authorizer.authorize(Self.request, at: .at(0)) else {
            Issue.record("a token comes first")
            return
        }
        #expect(request.method == .post)
        #expect(request.url == "https://api.amazon.com/auth/o2/token")
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == "grant_type=refresh_token&refresh_token=canary-refresh%7C3&client_id=client%26id"
                + "&client_secret=canary-secret%3D%2F2")
        #expect(
            String(decoding: request.bodyRecord ?? [], as: UTF8.self)
                == "grant_type=refresh_token&refresh_token=\(fingerprint("canary-refresh|3"))"
                + "&client_id=\(fingerprint("client&id"))&client_secret=\(fingerprint("canary-secret=/2"))"
        )
        authorizer.tokenAnswered(.answer(tokenAnswer(#""3600""#)), at: .at(1))
        guard case .ready(let sent, token: 1) = authorizer.authorize(Self.request, at: .at(2))
        else {
            Issue.record("the token is there")
            return
        }
        #expect(
            sent.headers.last
                == Header(
                    "x-amz-access-token", "Atza|canary-token",
                    record: fingerprint("Atza|canary-token")))
    }

    @Test func `OAuth clients prove themselves by Basic, form-encoded`() throws {
        var authorizer = try authorizer(
            "sendcloud-returns", ["publicKey=env:ID", "secretKey=env:SECRET", "auth=oauth2"])
        guard case .token(let request) = authorizer.authorize(Self.request, at: .at(0)) else {
            Issue.record("a token comes first")
            return
        }
        #expect(request.bodyRecord == nil)
        #expect(
            request.headers.last
                == Header(
                    "Authorization",
                    "Basic " + Array("client%26id:canary-secret%3D%2F2".utf8).base64,
                    record: "Basic " + fingerprint("client&id") + ":"
                        + fingerprint("canary-secret=/2")))
        authorizer.tokenAnswered(.answer(tokenAnswer("3600")), at: .at(1))
        guard case .ready(let sent, token: 1) = authorizer.authorize(Self.request, at: .at(2))
        else {
            Issue.record("the token is there")
            return
        }
        #expect(sent.headers.last?.value == "Bearer Atza|canary-token")
        #expect(sent.headers.last?.record == "Bearer " + fingerprint("Atza|canary-token"))
    }

    @Test func `Microsoft's token request names tenant and resource`() throws {
        var authorizer = try authorizer(
            "microsoft-hardware", ["clientID=me", "clientSecret=env:SECRET", "tenantID=contoso"])
        guard case .token(let request) = authorizer.authorize(Self.request, at: .at(0)) else {
            Issue.record("a token comes first")
            return
        }
        #expect(request.url == "https://login.microsoftonline.com/contoso/oauth2/token")
        #expect(
            String(decoding: request.bodyRecord ?? [], as: UTF8.self).contains(
                "client_secret=\(fingerprint("canary-secret=/2"))&resource=https%3A%2F%2Fmanage"))
    }

    private func tokenAnswer(_ life: String) -> Answer {
        Answer(
            status: 200,
            body: Array(#"{"access_token":"Atza|canary-token","expires_in":\#(life)}"#.utf8))
    }

    @Test func `a 401 is tried once more with a new token and a key is not`() throws {
        var keyed = try authorizer("shipstation", ["apiKey=env:KEY"])
        #expect(
            keyed.rejected(token: nil, again: false, code: "", message: "", at: .at(0)) == false)
        var authorizer = try authorizer(
            "sendcloud-returns", ["publicKey=env:ID", "secretKey=env:SECRET", "auth=oauth2"])
        _ = authorizer.authorize(Self.request, at: .at(0))
        authorizer.tokenAnswered(.answer(tokenAnswer("3600")), at: .at(1))
        _ = authorizer.authorize(Self.request, at: .at(2))
        #expect(
            authorizer.rejected(token: 1, again: false, code: "", message: "", at: .at(3)) == true)
        guard case .token = authorizer.authorize(Self.request, at: .at(3)) else {
            Issue.record("a new token is asked for")
            return
        }
        authorizer.tokenAnswered(.answer(tokenAnswer("3600")), at: .at(4))
        #expect(
            authorizer.rejected(
                token: 2, again: true, code: "authentication_failed",
                message: "no Atza|canary-token", at: .at(5)) == false)
        guard case .ended(let problem) = authorizer.authorize(Self.request, at: .at(6)) else {
            Issue.record("the lane ends")
            return
        }
        #expect(
            problem.what == "the provider does not take the credentials (authentication_failed:"
                + " no \(fingerprint("Atza|canary-token")))")
        #expect(problem.place == "account store")
    }

    @Test func `a token request without an answer is made again after a pause`() throws {
        var authorizer = try authorizer(
            "sendcloud-returns", ["publicKey=env:ID", "secretKey=env:SECRET", "auth=oauth2"])
        _ = authorizer.authorize(Self.request, at: .at(0))
        authorizer.tokenAnswered(
            .noAnswer(NoAnswer(.timeout, .mayHaveArrived, "timed out")), at: .at(1))
        guard case .wait(let until) = authorizer.authorize(Self.request, at: .at(1)) else {
            Issue.record("a pause comes first")
            return
        }
        #expect(until == .at(2))
        guard case .token = authorizer.authorize(Self.request, at: .at(2)) else {
            Issue.record("then the same again")
            return
        }
    }

    @Test func `a reference is read when it is needed and only once`() throws {
        try withFolder { folder in
            let path = folder + "/key"
            var authorizer = try authorizer("shipstation", ["apiKey=file:\(path)"])
            guard case .ended(let problem) = authorizer.authorize(Self.request, at: .at(0)) else {
                Issue.record("there is no key yet")
                return
            }
            #expect(problem.place == "account store, apiKey")
            write("canary-key|1".utf8, to: path)
            #expect(authorizer.prepare() == [])
            write("changed".utf8, to: path)
            guard case .ready(let request, _) = authorizer.authorize(Self.request, at: .at(0))
            else {
                Issue.record("the key was read")
                return
            }
            #expect(request.headers.last?.value == "canary-key|1")
            #expect(try authorizer.value(of: "apiKey", hasPrefix: "canary-") == true)
            #expect(try authorizer.value(of: "apiKey", hasPrefix: "TEST_") == false)
        }
    }

    @Test func `check finds every credential that cannot be read`() throws {
        var authorizer = try authorizer(
            "amazon-shipping",
            [
                "clientID=env:ID", "clientSecret=env:NONE", "refreshToken=file:/nonexistent",
                "businessID=US",
            ])
        #expect(
            authorizer.prepare().map(\.place) == [
                "account store, clientSecret", "account store, refreshToken",
            ])
    }

    @Test func `a rehearsal reads no reference`() throws {
        var authorizer = try Authorizer(
            try account("shipstation", ["apiKey=file:/nonexistent"]), reader: .rehearsal,
            redactor: makeRedactor())
        guard case .ready(let request, _) = authorizer.authorize(Self.request, at: .at(0)) else {
            Issue.record("nothing is read")
            return
        }
        #expect(request.headers.last?.value == "rehearsal-store")
    }

    @Test func `a user name with a colon cannot be sent by Basic`() throws {
        var authorizer = try authorizer(
            "sendcloud-returns", ["publicKey=a:b", "secretKey=env:SECRET"])
        guard case .ended(let problem) = authorizer.authorize(Self.request, at: .at(0)) else {
            Issue.record("the colon is refused")
            return
        }
        #expect(
            problem.what == "publicKey must not hold a colon: HTTP Basic cannot carry it")
    }
}

struct CanaryTests {
    static let accounts: [(String, [String])] = [
        ("shipstation", ["apiKey=env:KEY"]),
        ("sorted-pro", ["apiKey=env:KEY", "apiVersion=2"]),
        ("sendcloud-returns", ["publicKey=env:ID", "secretKey=env:SECRET"]),
        ("sendcloud-returns", ["publicKey=env:ID", "secretKey=env:SECRET", "auth=oauth2"]),
        (
            "amazon-shipping",
            [
                "clientID=env:ID", "clientSecret=env:SECRET", "refreshToken=env:REFRESH",
                "businessID=US",
            ]
        ),
        ("microsoft-hardware", ["clientID=me", "clientSecret=env:SECRET", "tenantID=contoso"]),
    ]

    /// What a request leaves behind on disk.
    private func record(_ request: Request) -> String {
        let headers = request.headers.map { "\($0.name): \($0.record ?? $0.value)" }
        let body = String(decoding: request.bodyRecord ?? request.body, as: UTF8.self)
        return request.url + headers.joined(separator: "\n") + body
    }

    @Test(arguments: accounts)
    func `no record of an account holds a secret`(
        provider: String, credentials: [String]
    ) throws {
        let redactor = makeRedactor()
        var authorizer = try Authorizer(
            try account(provider, credentials), reader: reader(canaries), redactor: redactor)
        var records: [String] = []
        for second in 0..<4 {
            switch authorizer.authorize(AuthorizerTests.request, at: .at(Double(second))) {
            case .ready(let request, _):
                records.append(record(request))
                // A server that repeats all it was sent.
                let echo = Answer(
                    status: 400,
                    headers: request.headers.map { Header("x-\($0.name)", $0.value) },
                    body: request.headers.flatMap { Array($0.value.utf8) })
                let kept = redactor.redact(echo)
                records.append(kept.headers.map(\.value).joined())
                records.append(String(decoding: kept.body, as: UTF8.self))
            case .token(let request):
                records.append(record(request))
                let answer = Answer(
                    status: 200,
                    body: Array(#"{"access_token":"canary-token/4","expires_in":"3600"}"#.utf8)
                )
                records.append(
                    String(decoding: authorizer.tokenRecord(of: answer).body, as: UTF8.self))
                records.append(
                    String(decoding: redactor.redact(request.body), as: UTF8.self))
                authorizer.tokenAnswered(.answer(answer), at: .at(Double(second)))
            case .wait, .ended: Issue.record("nothing stands in the way")
            }
        }
        #expect(records.count >= 12)
        var text = ""
        dump(authorizer, to: &text)
        dump(redactor, to: &text)
        let basic = Array("client&id:canary-secret=/2".utf8).base64
        let encoded = Array("client%26id:canary-secret%3D%2F2".utf8).base64
        for line in records {
            for word in ["canary", basic, encoded] { #expect(!line.contains(word), "\(line)") }
        }
        #expect(!text.contains("canary-"))
    }
}

struct TokenRecordTests {
    private func record(_ body: String, status: Int = 200) -> String {
        let answer = Answer(status: status, body: Array(body.utf8))
        return String(
            decoding: TokenRecord.of(answer, redactor: makeRedactor()).body, as: UTF8.self)
    }

    @Test func `tokens in an answer become fingerprints, the rest stays`() {
        #expect(
            record(
                #"{"access_token":"canary-a","token_type":"bearer","expires_in":"3599","#
                    + #""Refresh_Token":"canary-r","id_token":null,"data":[{"id_token":"canary-i"}]}"#
            )
                == #"{"access_token":"\#(fingerprint("canary-a"))","token_type":"bearer","#
                + #""expires_in":"3599","Refresh_Token":"\#(fingerprint("canary-r"))","#
                + #""id_token":null,"data":[{"id_token":"\#(fingerprint("canary-i"))"}]}"#)
    }

    @Test(arguments: [
        (#"{"access_token":"canary"#, 200), ("canary", 200), ("canary", 302),
        (#"{"access_token":"canary""#, 500), (#"access_token=canary&x"#, 400),
        (#"{"access_token":{"value":"canary"}}"#, 200), (#"{"access_token":["canary"]}"#, 200),
    ])
    func `an answer that cannot be read keeps no token`(body: String, status: Int) {
        #expect(!record(body, status: status).contains("canary"))
    }

    @Test(arguments: [
        ("<html>down</html>", 503), ("", 200), ("", 500), (#"{"error":"invalid_grant"}"#, 400),
    ])
    func `an answer without a token is kept as it is`(body: String, status: Int) {
        #expect(record(body, status: status) == body)
    }
}
