// SPDX-License-Identifier: MIT

import Model
import Providers
import Testing

struct AuthenticationTests {
    func grant(_ name: ProviderName, _ change: (inout Endpoint) -> Void = { _ in }) throws
        -> TokenGrant?
    {
        var endpoint = name.endpoint
        change(&endpoint)
        guard case .token(let grant) = try name.provider.authentication(at: endpoint) else {
            return nil
        }
        return grant
    }

    @Test func `keys go into the header each provider names`() throws {
        let shipStation = try ShipStation().authentication(at: ProviderName.shipStation.endpoint)
        #expect(shipStation == .key(header: "api-key", field: "apiKey"))
        let sorted = try Sorted().authentication(at: ProviderName.sortedPro.endpoint)
        #expect(sorted == .key(header: "x-api-key", field: "apiKey"))
        let sendcloud = try Sendcloud().authentication(at: ProviderName.sendcloudReturns.endpoint)
        #expect(sendcloud == .basic(userField: "publicKey", passwordField: "secretKey"))
    }

    @Test func `Sendcloud's OAuth2 proves the client by Basic`() throws {
        let grant = try #require(try grant(.sendcloudReturns) { $0.auth = .oauth2 })
        #expect(grant.tokenURL == "https://account.sendcloud.com/oauth2/token")
        #expect(grant.basic == .init(user: "publicKey", password: "secretKey"))
        #expect(grant.prefix == "Bearer " && grant.header == "Authorization")
    }

    @Test func `Amazon's token goes bare into its own header`() throws {
        let grant = try #require(try grant(.amazonShipping))
        #expect(grant.header == "x-amz-access-token" && grant.prefix == "")
        #expect(grant.form.first == .init("grant_type", .text("refresh_token")))
        #expect(grant.form.contains(.init("refresh_token", .field("refreshToken"))))
    }

    @Test func `Microsoft's tenant stands in the address, escaped`() throws {
        let grant = try #require(try grant(.microsoftHardware) { $0.tenantID = "a/b c" })
        #expect(grant.tokenURL == "https://login.microsoftonline.com/a%2Fb%20c/oauth2/token")
        #expect(
            grant.form.contains(.init("resource", .text("https://manage.devcenter.microsoft.com"))))
        for tenant in [nil, "", "..", "a\nb"] {
            #expect(throws: Problem.self) {
                try self.grant(.microsoftHardware) { $0.tenantID = tenant }
            }
        }
    }

    @Test(arguments: [ProviderName.amazonShipping, .sendcloudReturns, .microsoftHardware])
    func `the job's token address replaces the provider's wholly`(_ name: ProviderName) throws {
        let grant = try #require(
            try grant(name) {
                $0.auth = .oauth2
                $0.tokenURL = "http://127.0.0.1:9/token"
            })
        #expect(grant.tokenURL == "http://127.0.0.1:9/token")
    }

    @Test(arguments: ProviderName.allCases)
    func `every field an authentication names is a credential of its provider`(
        _ name: ProviderName
    ) throws {
        let known = Set(name.provider.facts.credentials.map(\.name))
        for auth in AuthenticationWay.allCases {
            var endpoint = name.endpoint
            endpoint.auth = auth
            #expect(try name.provider.authentication(at: endpoint).fields.isSubset(of: known))
        }
        #expect(name.provider.facts.credentials.contains { $0.isSecret })
    }

    static let tokens: [(Int, String, TokenVerdict)] = [
        (
            200, #"{"access_token":"Atza|x","token_type":"bearer","expires_in":3600}"#,
            .granted(accessToken: "Atza|x", expiresInSeconds: 3600)
        ),
        (
            200, #"{"access_token":"e.y.z","expires_in":"3599"}"#,
            .granted(accessToken: "e.y.z", expiresInSeconds: 3599)
        ),
        (200, #"{"access_token":"t"}"#, .granted(accessToken: "t", expiresInSeconds: 300)),
        (
            200, #"{"access_token":"t","expires_in":-5}"#,
            .granted(accessToken: "t", expiresInSeconds: 300)
        ),
        (
            200, #"{"access_token":"t","expires_in":99999999999999999999}"#,
            .granted(accessToken: "t", expiresInSeconds: 86_400 * 30)
        ),
        (
            400, #"{"error":"invalid_grant","error_description":"The token\nis gone"}"#,
            .refused(code: "invalid_grant", message: "The token is gone")
        ),
        (401, #"{"error":"invalid_client"}"#, .refused(code: "invalid_client", message: "")),
        (
            400, #"{"error":"temporarily_unavailable"}"#,
            .temporary(code: "temporarily_unavailable", message: "", retryAfterSeconds: nil)
        ),
        (
            400, #"{"error":"server_error"}"#,
            .temporary(code: "server_error", message: "", retryAfterSeconds: nil)
        ),
        (
            401, #"{"error":{"code":"c","message":"m"}}"#, .refused(code: "c", message: "")
        ),
        (403, "<title>No</title>", .refused(code: "http_403", message: "HTML page: No")),
        (302, "", .refused(code: "http_302", message: "")),
        (429, "", .temporary(code: "http_429", message: "", retryAfterSeconds: nil)),
        (500, "", .temporary(code: "http_500", message: "", retryAfterSeconds: nil)),
        (
            200, "",
            .temporary(
                code: "http_200", message: "the answer cannot be read", retryAfterSeconds: nil)
        ),
        (
            200, #"{"access_token":7}"#,
            .temporary(code: "http_200", message: "", retryAfterSeconds: nil)
        ),
    ]

    @Test(arguments: tokens)
    func `a token answer is judged`(_ status: Int, _ body: String, _ verdict: TokenVerdict) {
        #expect(judgeToken(answer(status, body)) == verdict)
    }

    @Test(arguments: [
        "access_denied", "invalid_grant", "invalid_request", "invalid_scope", "invalid_client",
        "unauthorized_client", "unsupported_grant_type",
    ])
    func `every error of Login with Amazon that will not pass is a refusal`(_ code: String) {
        let verdict = judgeToken(answer(400, #"{"error":"\#(code)","error_description":"d"}"#))
        #expect(verdict == .refused(code: code, message: "d"))
    }

    @Test(arguments: ["a\\r\\nX: y", "a b", "", "é", "a\\u0000"])
    func `a token that could break its header is not used`(_ token: String) {
        guard
            case .temporary(let code, _, _) = judgeToken(
                answer(200, #"{"access_token":"\#(token)","expires_in":60}"#))
        else {
            Issue.record("used")
            return
        }
        #expect(code == "token_unusable")
    }

    @Test func `a token answer cut in the middle leaves no token in any message`() {
        let verdict = judgeToken(answer(200, #"{"access_token":"Atza|secret","expi"#))
        #expect(!"\(verdict)".contains("secret"))
    }
}

extension Authentication {
    /// The credential fields this authentication needs.
    var fields: Set<String> {
        switch self {
        case .key(_, let field): return [field]
        case .basic(let user, let password): return [user, password]
        case .token(let grant):
            let form = grant.form.compactMap { member in
                if case .field(let name) = member.value { name } else { nil }
            }
            return Set(form + [grant.basic?.user, grant.basic?.password].compactMap { $0 })
        }
    }
}
