// SPDX-License-Identifier: MIT

import Model
import Testing

@testable import Job

/// Every sentence a job can be answered with.
struct Sentence: CustomTestStringConvertible, Sendable {
    let job: String
    let what: String
    let place: String
    let next: String?

    var testDescription: String { what }

    static func members(
        _ members: String, _ what: String, _ path: String, _ next: String?
    ) -> Sentence {
        Sentence(
            job: "{ accounts: { \(storeAccount) },\n\(members) }", what: what,
            place: "rescind.json5 line 2, \(path)", next: next)
    }

    static func account(
        _ members: String, _ what: String, _ key: String, _ next: String?, line: Int = 2
    ) -> Sentence {
        Sentence(
            job: "{ accounts: { store: {\n\(members) } } }", what: what,
            place: "rescind.json5 line \(line), accounts.store\(key)", next: next)
    }

    static let key = #"provider: "shipstation", apiKey: "env:KEY""#

    static let cases: [Sentence] = [
        .members(
            #"maxExportAgee: "canary""#,
            #""maxExportAgee" is no key of the job; did you mean maxExportAge?"#, "maxExportAgee",
            "write maxExportAge"),
        .members(
            #"zzz: "canary""#, #""zzz" is no key of the job"#, "zzz",
            "use audit, reports, keepExports, timeZone, dateOrder, maxExportAge, defaults, accounts,"
                + " account, columns, rules, holdList, order, ruleTests, limits, expect, approval,"
                + " accept, requireTicket, anchor, notify, redact, signingKey"),
        .members(
            "limits: { item: 5 }", #""item" is no key of limits; did you mean items?"#,
            "limits.item", "write items"),
        .members(
            #"limits: { items: "5" }"#,
            "items must be a whole number from 0 to 1000000000, not this text", "limits.items",
            "write items: 1000"),
        .members(
            "limits: { items: 1.5 }",
            "items must be a whole number from 0 to 1000000000, not 1.5", "limits.items",
            "write items: 1000"),
        .members(
            "limits: { items: -1 }",
            "items must be a whole number from 0 to 1000000000, not -1", "limits.items",
            "write items: 1000"),
        .members(
            "limits: { share: 50 }", "share must be a share from 0% to 100% in quotes, not 50",
            "limits.share", #"write share: "50%""#),
        .members(
            #"limits: { value: "50000" }"#, "value must be amounts by currency, not this text",
            "limits.value", #"write value: { USD: "50000" }"#),
        .members(
            #"limits: { value: { usd: "5" } }"#,
            #""usd" is no currency: three capital letters"#, "limits.value.usd",
            #"write value: { USD: "50000" }"#),
        .members(
            #"limits: { value: { USD: "-5" } }"#, "USD must be amounts by currency, not this text",
            "limits.value.USD", #"write value: { USD: "50000" }"#),
        .members(
            #"limits: { until: "6am" }"#,
            "until must be a time from 00:00 to 23:59 in quotes, not this text", "limits.until",
            #"write until: "06:00""#),
        .members(
            "limits: { failures: true }",
            "failures must be a whole number, or a share in quotes, not true", "limits.failures",
            #"write failures: "5%""#),
        .members(
            #"limits: "none""#, "limits must be a group in braces, not this text", "limits",
            "write limits: { items: 1000 }"),
        .members(
            #"maxExportAge: "26 hours""#,
            "maxExportAge must be a duration from 1s to 3650d with d, h, m, s or ms, not this text",
            "maxExportAge", #"write maxExportAge: "26h""#),
        .members(
            #"timeZone: "Mars/Phobos""#,
            "timeZone must be a time zone of this machine, not this text", "timeZone",
            #"write timeZone: "UTC""#),
        .members(
            #"dateOrder: "ymd""#, #"dateOrder must be one of "dmy", "mdy", not this text"#,
            "dateOrder", #"write dateOrder: "dmy""#),
        .members(
            "keepExports: true", "keepExports must be a path in quotes, or false, not true",
            "keepExports", #"write keepExports: "exports.kept""#),
        .members(
            "requireTicket: 1", "requireTicket must be true or false, not 1", "requireTicket",
            "write requireTicket: true"),
        .members(
            #"expect: { rows: "many" }"#,
            "rows must be a comparison with >=, <=, >, < or =, not this text", "expect.rows",
            #"write rows: ">=100""#),
        .members(
            #"approval: { by: [""] }"#, "by must be a text in quotes or a list of them, not a list",
            "approval.by", #"write by: ["opslead", "finance"]"#),
        .members(
            #"order: "cost down""#,
            "order must be fields with commas between them, each with desc where wanted,"
                + " not this text", "order", #"write order: "ship_date""#),
        .members(
            #"redact: ["*"]"#,
            "redact must be a list of field names, with * for all below, not this text", "redact",
            #"write redact: ["ship_to.*"]"#),
        .members(
            #"columns: { shipmentid: "ID" }"#, #""shipmentid" is no field"#, "columns.shipmentid",
            "use id, account, provider, status, created_at, ship_date, cost, insurance, currency,"
                + " reference, tracking_number, label_id, label_status, carrier, service, tags,"
                + " product_id, submission_id"),
        .members(
            #"columns: { trackingnumber: "ID" }"#,
            #""trackingnumber" is no field; did you mean tracking_number?"#,
            "columns.trackingnumber", "write tracking_number"),
        .members(
            #"columns: { age_days: "Age" }"#,
            #""age_days" is no field"#, "columns.age_days",
            "use id, account, provider, status, created_at, ship_date, cost, insurance, currency,"
                + " reference, tracking_number, label_id, label_status, carrier, service, tags,"
                + " product_id, submission_id"),
        .members(
            #"rules: { due: {} }"#,
            "due must be a SQL expression in quotes, or several with names, not {}",
            "rules.due",
            #"write due: { "stale a week": "status = 'pending' AND age_days >= 7" }"#),
        .members(
            #"rules: { hold: { VIP: 7 } }"#,
            "VIP must be a SQL expression in quotes, or several with names, not 7",
            "rules.hold.VIP", #"write hold: { "VIP customer": "tags LIKE '%vip%'" }"#),
        .members(
            #"rules: { hold: { " ": "1" } }"#, "a rule needs a name that can be read",
            "rules.hold. ", #"write hold: { "VIP customer": "tags LIKE '%vip%'" }"#),
        .members(
            #"account: "stor""#,
            #"account names "stor", which is no account of this job; did you mean store?"#,
            "account", "use one of store"),
        .members(
            #"defaults: { shipstaton: {} }"#,
            #""shipstaton" is no provider; did you mean shipstation?"#, "defaults.shipstaton",
            "write shipstation"),
        .members(
            #"defaults: { shipstation: { apikey: "canary" } }"#,
            #""apikey" is no key of defaults.shipstation; did you mean apiKey?"#,
            "defaults.shipstation.apikey", "write apiKey"),
        .members(
            "defaults: { shipstation: 5 }", "shipstation must be a group in braces, not a number",
            "defaults.shipstation", nil),
        .account(
            #"provider: "shipstation", apiKey: "canary""#,
            "apiKey must be a reference, never the secret itself", ".apiKey",
            #"write apiKey: "env:API_KEY""#),
        .account(
            #"provider: "shipstation", apiKey: "vile:canary""#,
            "apiKey does not begin with env:, file:, command: or credential:; did you mean file:?",
            ".apiKey", #"write apiKey: "env:API_KEY""#),
        .account(
            #"provider: "shipstation", apiKey: 4711"#,
            "apiKey must be env:NAME, file:PATH, command:LINE or credential:NAME, not a number",
            ".apiKey", #"write apiKey: "env:API_KEY""#),
        .account(
            #"provider: "shipstation", apiKey: ["canary"]"#,
            "apiKey must be env:NAME, file:PATH, command:LINE or credential:NAME, not a list",
            ".apiKey", #"write apiKey: "env:API_KEY""#),
        .account(
            #"provider: "shipstation""#,
            "apiKey is missing: API v2 key, sent as api-key; a key of API v1 does not work",
            ".apiKey", #"write apiKey: "env:API_KEY""#, line: 1),
        .account(
            #"provider: "sorted-pro", apiKey: "env:KEY""#,
            "apiVersion is missing: sent as x-api-version with every request; no page says which"
                + " values there are, your account manager does",
            ".apiVersion", #"write apiVersion: "…""#, line: 1),
        .account(
            #"provider: "shipstatoin", apiKey: "env:KEY""#,
            #""shipstatoin" is no provider; did you mean shipstation?"#, ".provider",
            "write shipstation"),
        .account(
            #"apiKey: "env:KEY""#, "the account says no provider", "",
            "write provider: with one of shipstation, amazon-shipping, sendcloud-returns,"
                + " sorted-pro, microsoft-hardware", line: 1),
        .account(
            #"provider: "shipstation", apiKey: "env:KEY", businessID: "canary""#,
            #""businessID" is no key of accounts.store"#, ".businessID",
            "use provider, baseURL, tokenURL, caFile, concurrency, perMinute, perSecond, burst,"
                + " lookEvery, timeout, exports, columns, rules, limits, apiKey, voidLabels"),
        .account(
            key + #", baseURL: "http://api.example""#,
            "baseURL may use http: only to this machine (localhost, 127.0.0.1, [::1])",
            ".baseURL", #"write baseURL: "https://api.shipstation.com""#),
        .account(
            key + #", baseURL: "https://user:canary@api.example""#,
            "baseURL must not hold a user name or password", ".baseURL",
            #"write baseURL: "https://api.shipstation.com""#),
        .account(
            key + ", perMinute: 5,\nperSecond: 5", "perMinute and perSecond both set the pace",
            ".perSecond", "keep one of them", line: 3),
        .account(
            key + ", burst: 5", "burst is a part of perMinute or perSecond, and neither is set",
            ".burst", "write perMinute: 200"),
        .account(
            key + ", perMinute: 4, burst: 5", "burst is more than the 4 requests it is a part of",
            ".burst", "write burst: 1"),
        .account(
            key + ", perMinute: 0",
            "perMinute must be a whole number from 1 to 1000000, not 0", ".perMinute",
            "write perMinute: 200"),
        .account(
            key + ", concurrency: 257",
            "concurrency must be a whole number from 1 to 256, not 257", ".concurrency",
            "write concurrency: 8"),
        .account(
            key + #", timeout: "11m""#,
            "timeout must be a duration from 1s to 10m with d, h, m, s or ms, not this text",
            ".timeout", #"write timeout: "30s""#),
        .account(
            #"provider: "sendcloud-returns", publicKey: "env:P", secretKey: "env:S", auth: "oauth""#,
            #"auth must be one of "basic", "oauth2", not this text"#, ".auth",
            #"write auth: "basic""#),
        Sentence(
            job: "{\naccounts: { \"my store\": {} } }",
            what: #"the account name "my store" must be letters, digits, - . _"#,
            place: "rescind.json5 line 2, accounts.my store", next: #"write "us-store": { … }"#),
        Sentence(
            job:
                "{ accounts: { \(storeAccount),\n\(storeAccount.replacing("store", with: "b")) } }",
            what: "b is the account store under another name: provider, address and credentials are"
                + " the same", place: "rescind.json5 line 2, accounts.b",
            next: "keep one of them, and tell its shipments apart in the rules"),
        .members(
            "approval: { by: [] }", "by must be a text in quotes or a list of them, not a list",
            "approval.by", #"write by: ["opslead", "finance"]"#),
        Sentence(
            job: "{\naccounts: { store: 5 } }",
            what: "store must be a group in braces, not a number",
            place: "rescind.json5 line 2, accounts.store", next: nil),
        Sentence(
            job: "{\naccounts: [] }", what: "accounts must be a group in braces, not a list",
            place: "rescind.json5 line 2, accounts",
            next: #"write accounts: { "us-store": { provider: "shipstation","#
                + #" apiKey: "env:SHIPSTATION_API_KEY" } }"#),
        Sentence(
            job: "{ }", what: "the job has no account", place: "rescind.json5 line 1, accounts",
            next: "rescind init"),
        Sentence(
            job: "\n[]", what: "a job is a group in braces, not a list",
            place: "rescind.json5 line 2", next: "rescind init"),
        Sentence(
            job: "{ audit: \"a\",\n  audit: \"b\" }",
            what: #"the key "audit" stands twice"#,
            place: "rescind.json5 line 2 column 3 (byte 16)", next: nil),
    ]
}

struct SentenceTests {
    @Test(arguments: Sentence.cases)
    func `a mistake is named with its place and what to write instead`(item: Sentence) {
        let reading = reading(item.job)
        #expect(reading.job == nil)
        #expect(
            reading.problems
                == [Problem(.jobInvalid, item.what, at: item.place, next: item.next)])
        for problem in reading.problems {
            #expect(!problem.description.contains("canary"))
            #expect(!problem.what.hasSuffix("."))
        }
    }

    @Test func `every problem is said at once`() {
        let reading = reading(
            """
            {
              maxExportAge: 26,
              limit: { items: 5 },
              accounts: {
                a: { provider: "shipstation", apiKey: "canary", perMinute: 0 },
                b: { provider: "nobody" },
                c: { provider: "amazon-shipping" },
              },
              account: "z",
            }
            """)
        #expect(
            reading.places == [
                "rescind.json5 line 2, maxExportAge", "rescind.json5 line 3, limit",
                "rescind.json5 line 5, accounts.a.apiKey",
                "rescind.json5 line 5, accounts.a.perMinute",
                "rescind.json5 line 6, accounts.b.provider",
                "rescind.json5 line 7, accounts.c.clientID",
                "rescind.json5 line 7, accounts.c.clientSecret",
                "rescind.json5 line 7, accounts.c.refreshToken",
                "rescind.json5 line 7, accounts.c.businessID", "rescind.json5 line 9, account",
            ])
        #expect(reading.job == nil)
        #expect(reading.draft?.accounts.map(\.name) == ["a", "c"])
    }

    @Test func `a mistake in a shared block is said once for all its accounts`() {
        let accounts = (1...40).map { #"a\#($0): { provider: "shipstation" }"# }
        let reading = reading(
            "{ defaults: { shipstation: { apiKey: \"canary{account}\" } },\n"
                + "accounts: { \(accounts.joined(separator: ", ")) } }")
        #expect(reading.places == ["rescind.json5 line 1, defaults.shipstation.apiKey"])
    }

    @Test func `a file that is no job at all does not drown its reader`() {
        let reading = reading(members: (0..<5000).map { "zz\($0): 1" }.joined(separator: ",\n"))
        #expect(reading.problems.count == Reader.problemsMax + 1)
        #expect(reading.problems.last?.what == "there are more problems than are shown")
    }

    @Test(arguments: 0..<200)
    func `a damaged job is answered, never a crash`(seed: UInt64) {
        var state = seed &+ 1
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        var bytes = Array(exampleJob.utf8)
        let alphabet = Array(#"{}[]:,"'/\*+-.0159eExX truefalsn%\#n"#.utf8)
        for _ in 0...random(6) {
            let place = random(bytes.count)
            switch random(3) {
            case 0: bytes[place] = alphabet[random(alphabet.count)]
            case 1: bytes.remove(at: place)
            default: bytes.removeSubrange(place..<min(place + random(60), bytes.count))
            }
        }
        let reading = reading(String(decoding: bytes, as: UTF8.self))
        #expect(reading.job != nil || !reading.problems.isEmpty)
    }

    @Test(arguments: ["", "{", "nope", "{ a: }", "{ accounts: {} } x"])
    func `a text that is no JSON5 is one problem with line and column`(text: String) {
        let reading = reading(text)
        #expect(reading.problems.count == 1)
        #expect(reading.problems.first?.word == .jobInvalid)
    }

    @Test func `a file that is not there says how to make one`() {
        let problem = JobFile.read("/nonexistent/rescind.json5").problems.first
        #expect(problem?.what == "the job file cannot be read: No such file or directory")
        #expect(problem?.next == "rescind init")
    }
}
