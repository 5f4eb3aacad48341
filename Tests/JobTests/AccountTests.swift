// SPDX-License-Identifier: MIT

import Model
import Providers
import Testing

@testable import Job

struct AccountOptionsTests {
    @Test func `an account can be made from options alone`() throws {
        let reading = AccountOptions(
            provider: "shipstation", credentials: ["apiKey=env:KEY", "voidLabels=true"],
            baseURL: "http://127.0.0.1:8080"
        ).job()
        #expect(reading.problems == [])
        let job = try #require(reading.job)
        let account = try #require(job.account("shipstation"))
        #expect(job.defaultAccount == "shipstation")
        #expect(job.file == nil)
        #expect(account.endpoint.baseURL == "http://127.0.0.1:8080")
        #expect(account.voidLabels)
        #expect(account.limits == .standard)
        #expect(
            account.credentials == [
                Credential(
                    field: "apiKey", isSecret: true, source: .reference(Reference(.env, "KEY")))
            ])
    }

    @Test func `settings of a provider go the same way as credentials`() throws {
        let reading = AccountOptions(
            provider: "sorted-pro", credentials: ["apiKey=file:key", "apiVersion=2"], name: "wms"
        ).job()
        let account = try #require(reading.job?.account("wms"))
        #expect(account.endpoint.apiVersion == "2")
        #expect(account.credentials.first?.source.description == "file:key")
    }

    @Test(
        arguments: [
            (
                "shipstation", ["apiKey=canary"], nil,
                Problem(
                    .jobInvalid, "apiKey must be a reference, never the secret itself",
                    at: "--credential apiKey", next: "add --credential apiKey=env:API_KEY")
            ),
            (
                "shipstation", [], nil,
                Problem(
                    .jobInvalid,
                    "apiKey is missing: API v2 key, sent as api-key; a key of API v1 does not work",
                    at: "--credential apiKey", next: "add --credential apiKey=env:API_KEY")
            ),
            (
                "shipstation", ["canary", "apiKey=env:KEY"], nil,
                Problem(
                    .jobInvalid, "--credential takes FIELD=REF once for each field",
                    at: "--credential", next: "add --credential apiKey=env:API_KEY")
            ),
            (
                "shipstation", ["apiKey=env:KEY", "apiKey=canary"], nil,
                Problem(
                    .jobInvalid, "--credential takes FIELD=REF once for each field",
                    at: "--credential", next: "add --credential apiKey=env:API_KEY")
            ),
            (
                "shipstation", ["apikey=env:KEY", "apiKey=env:KEY"], nil,
                Problem(
                    .jobInvalid, "\"apikey\" is no key of shipstation; did you mean apiKey?",
                    at: "--credential apikey", next: "write apiKey")
            ),
            (
                "shipstaton", ["apiKey=env:KEY"], nil,
                Problem(
                    .jobInvalid, "\"shipstaton\" is no provider; did you mean shipstation?",
                    at: "--provider", next: "write shipstation")
            ),
            (
                "shipstation", ["apiKey=env:KEY"], "http://example.com",
                Problem(
                    .jobInvalid,
                    "baseURL may use http: only to this machine (localhost, 127.0.0.1, [::1])",
                    at: "--base-url", next: "add --base-url https://api.shipstation.com")
            ),
        ] as [(String, [String], String?, Problem)])
    func `a mistake in options names the option`(
        provider: String, credentials: [String], baseURL: String?, problem: Problem
    ) {
        let options = AccountOptions(
            provider: provider, credentials: credentials, baseURL: baseURL)
        #expect(options.job().problems == [problem])
    }
}

struct AccountIdentityTests {
    private func identity(_ members: String) -> String? {
        let account = reading(account: members).job?.account("store")
        return account.map { String(decoding: $0.identity, as: UTF8.self) }
    }

    @Test func `an account is known by address and credential, and holds no secret`() {
        let plain = #"provider: "shipstation", apiKey: "env:KEY""#
        #expect(
            identity(plain)
                == #"{"provider":"shipstation","baseURL":"https://api.shipstation.com","#
                + #""businessID":null,"tenantID":null,"credentials":{"apiKey":"env:KEY"},"#
                + #""tokenURL":null,"apiVersion":null,"auth":"basic","caFile":null,"#
                + #""voidLabels":false,"deleteAfterCancel":false}"#)
        for other in [
            #"provider: "shipstation", apiKey: "env:OTHER""#,
            plain + #", baseURL: "https://other.example""#, plain + ", voidLabels: true",
        ] {
            #expect(identity(other) != identity(plain))
        }
        for same in [
            plain + ", concurrency: 2", plain + ", limits: { items: 5 }",
            #"apiKey: "env:KEY", provider: "shipstation""#,
        ] {
            #expect(identity(same) == identity(plain))
        }
    }

    @Test(arguments: ["us-store", "a", "0", "A.b_c-9"])
    func `an account name can stand in a path`(name: String) {
        #expect(Account.isName(name))
    }

    @Test(arguments: ["", ".", "..", "-a", "a/b", "a b", "ä", String(repeating: "a", count: 65)])
    func `a name that could lead elsewhere is no account name`(name: String) {
        #expect(!Account.isName(name))
    }
}

struct FieldPatternTests {
    @Test(arguments: [
        ("ship_to.*", "ship_to.name", true), ("ship_to.*", "shipments.ship_to.name", true),
        ("ship_to.*", "ship_to.address.city", true), ("ship_to.*", "ship_to", false),
        ("ship_to.*", "ship_from.name", false), ("SHIP_TO.*", "Ship_To.name", true),
        ("name", "ship_to.name", true), ("name", "name", true), ("name", "name.first", false),
        ("ship_to.name", "name", false), ("*.name", "ship_to.name", true),
        ("*.name", "name", false), ("ship_to.*.city", "ship_to.address.city", true),
        ("ship_to.*.city", "ship_to.city", false),
    ])
    func `a pattern names fields at any depth`(pattern: String, column: String, matches: Bool) {
        #expect(FieldPattern(pattern)?.matches(column: column) == matches)
    }

    @Test(arguments: ["", "*", ".", "a.", ".a", "a..b", "a*", "a.b*c"])
    func `what is no pattern is not read as one`(text: String) {
        #expect(FieldPattern(text) == nil)
    }
}

struct PaceTests {
    @Test(arguments: [
        ("5/s", "5/s"), ("200/m", "200/min"),
    ])
    func `a rate is requests in a second or a minute`(text: String, shown: String) {
        #expect(Pace(text)?.description == shown)
    }

    @Test(arguments: ["", "5", "5/h", "0/s", "-1/s", "5/s/s", "/s", "1000001/s"])
    func `what is no rate is not read as one`(text: String) {
        #expect(Pace(text) == nil)
    }
}

struct TimeZonesTests {
    @Test(arguments: ["UTC", "Europe/Berlin"])
    func `a zone of this machine exists`(name: String) { #expect(TimeZones.exists(name)) }

    @Test(arguments: ["", "Mars/Phobos", "../passwd", "/etc/passwd", "Europe", "a b"])
    func `a zone this machine does not know is told`(name: String) {
        #expect(!TimeZones.exists(name))
    }
}

struct AddressSpellingTests {
    @Test(arguments: [
        ("https://API.example", "https://api.example/"), ("https://a.b:443/x", "https://a.b/x//"),
        ("http://127.0.0.1:80", "http://localhost"), ("http://[::1]:81/", "http://localhost:81"),
    ])
    func `one address has one spelling`(one: String, other: String) {
        #expect(WebAddress.normalised(one) == WebAddress.normalised(other))
    }

    @Test func `other addresses stay others`() {
        let texts = [
            "https://a.b", "http://localhost", "https://a.b/x", "https://a.b/X", "https://a.b:8443",
            "https://a.c",
        ]
        #expect(Set(texts.map(WebAddress.normalised)).count == texts.count)
    }
}
