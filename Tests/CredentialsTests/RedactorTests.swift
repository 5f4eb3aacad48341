// SPDX-License-Identifier: MIT

import Glibc
import Job
import Model
import Testing

@testable import Credentials

struct RedactorTests {
    static let canary = "canary-key/4711+=|é"

    static let spellings: [String] = [
        "canary-key/4711+=|é", "key=canary-key%2F4711%2B%3D%7C%C3%A9&",
        "key=canary-key%2f4711%2b%3d%7c%c3%a9&", #"{"key":"canary-key\/4711+=|é"}"#,
        #"{"key":"canary-key\/4711\u002b\u003d\u007cé"}"#,
        #"{"key":"canary-key\/4711\u002B\u003D\u007Cé"}"#,
        "Basic " + Array("me:\(canary)".utf8).base64,
        "Basic " + Array("you2:\(canary)".utf8).base64,
        "Basic " + Array("us3rs:\(canary)!".utf8).base64, Array(canary.utf8).base64,
    ]

    @Test(arguments: spellings)
    func `a secret is found in every spelling it may come back in`(text: String) {
        let redactor = makeRedactor()
        redactor.learn(Secret(Self.canary))
        let redacted = redactor.redact("before \(text) after")
        #expect(redacted.contains(fingerprint(Self.canary)))
        #expect(!redacted.contains("4711"))
        let digits = Array(Self.canary.utf8).base64.dropLast(4).dropFirst(4)
        #expect(!redacted.contains(digits))
        #expect(redacted.hasPrefix("before ") && redacted.hasSuffix(" after"))
    }

    static let sharp = #"canary<4711&k>"'-x+/=|_~;"#

    /// How encoders write one byte; letters and digits stay.
    static let encoders: [(name: String, byte: @Sendable (UInt8) -> String)] = [
        (".NET", { #"\u00\#([$0].hex.uppercased())"# }), ("Go", { #"\u00\#([$0].hex)"# }),
        ("JavaScript", { #"\x\#([$0].hex)"# }), ("percent", { "%\([$0].hex.uppercased())" }),
        ("lower-case percent", { "%\([$0].hex)" }), ("HTML decimal", { "&#\($0);" }),
        ("HTML hex", { "&#x\([$0].hex.uppercased());" }),
        ("HTML padded", { "&#X00\([$0].hex);" }),
        ("HTML in JSON", { #"\u0026#\#($0);"# }), ("percent twice", { "%25\([$0].hex)" }),
        ("percent three times", { "%2525\([$0].hex)" }),
        (
            "HTML names",
            {
                let names: [UInt8: String] = [
                    0x26: "amp", 0x3c: "lt", 0x3e: "gt", 0x22: "quot", 0x2b: "plus", 0x2f: "sol",
                ]
                return names[$0].map { "&\($0);" } ?? "&#x\([$0].hex);"
            }
        ),
    ]

    private static func encoded(_ text: String, by encoder: Int, lowered: Bool) -> String {
        let bytes = lowered ? Array(text.lowercased().utf8) : Array(text.utf8)
        return bytes.map { byte in
            let isPlain = (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20)
            return isPlain ? String(Unicode.Scalar(byte)) : encoders[encoder].byte(byte)
        }.joined()
    }

    @Test(arguments: encoders.indices, [false, true])
    func `a secret is found whatever encoder wrote it`(encoder: Int, lowered: Bool) {
        let redactor = makeRedactor()
        let secret = "Canary" + Self.sharp
        redactor.learn(Secret(secret))
        let text = Self.encoded(secret, by: encoder, lowered: lowered)
        #expect(
            redactor.redact(#"{"a":"before \#(text) after"}"#)
                == #"{"a":"before \#(fingerprint(secret)) after"}"#)
    }

    @Test func `escapes that hide no secret stay byte for byte`() {
        let redactor = makeRedactor()
        redactor.learn(Secret(Self.canary))
        let text =
            #"{"u":"a%2Fb&amp;c\u002B\ud83d\ude00\ud83d\n\q%zz&#;&#x;&no;&\u00","v":"100%"}\"#
        #expect(redactor.redact(text) == text)
    }

    @Test func `the name of a header may be a secret too`() {
        let redactor = makeRedactor()
        redactor.learn(Secret("Canary-Name-1"))
        let answer = redactor.redact(
            Answer(status: 400, headers: [Header("canary-name-1", "x")], body: []))
        #expect(answer.headers.map(\.name) == [fingerprint("Canary-Name-1")])
    }

    @Test func `what holds no secret stays byte for byte`() {
        let redactor = makeRedactor()
        let body = (0..<2000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        #expect(redactor.redact(body) == body)
        redactor.learn(Secret("canary-one"))
        #expect(redactor.redact(body) == body)
        #expect(redactor.redact([]) == [])
    }

    @Test func `several secrets are replaced each by its own fingerprint`() {
        let redactor = makeRedactor()
        redactor.learn(Secret("canary-one"))
        redactor.learn(Secret("canary-two-longer"))
        redactor.learn(Secret("canary-one-and-more"))
        #expect(
            redactor.redact("canary-onecanary-two-longer;canary-one-and-more")
                == fingerprint("canary-one") + fingerprint("canary-two-longer") + ";"
                + fingerprint("canary-one-and-more"))
    }

    @Test func `a short secret is found as a word and breaks no other`() {
        let redactor = makeRedactor()
        redactor.learn(Secret("open"))
        #expect(
            redactor.redact("open reopen opened \"open\"")
                == "\(fingerprint("open")) reopen opened \"\(fingerprint("open"))\"")
    }

    @Test func `a secret at either end and cut in the middle`() {
        let redactor = makeRedactor()
        redactor.learn(Secret("canary-one"))
        #expect(redactor.redact("canary-one") == fingerprint("canary-one"))
        #expect(redactor.redact("xcanary-on") == "xcanary-on")
    }

    /// Random texts over few letters make near misses and overlaps; the plain search is right.
    @Test(arguments: 0..<40)
    func `the search finds what a plain search finds`(seed: UInt64) {
        var state = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        func letters(_ count: Int) -> [UInt8] { (0..<count).map { _ in 0x61 + UInt8(random(2)) } }
        var needles = Needles()
        let words = (0..<4).map { _ in letters(8 + random(6)) }
        needles.add(words, replacement: [])
        let text = letters(600)
        #expect(needles.matches(in: text.span).map(\.range) == plainMatches(words, in: text))
    }

    private func plainMatches(_ words: [[UInt8]], in text: [UInt8]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var start = 0
        while start < text.count {
            let here = words.filter { text[start...].starts(with: $0) }.map(\.count).max()
            if let length = here { found.append(start..<start + length) }
            start += here ?? 1
        }
        return found
    }

    @Test func `a secret shows nothing of itself`() {
        let secret = Secret("canary")
        #expect("\(secret) \(String(reflecting: secret))".contains("canary") == false)
        var text = ""
        dump(secret, to: &text)
        dump(["k": secret], to: &text)
        #expect(!text.contains("canary"))
    }
}

struct FieldRedactorTests {
    private func redactor(_ patterns: String...) -> FieldRedactor {
        FieldRedactor(
            patterns: patterns.compactMap(FieldPattern.init),
            fingerprint: Fingerprint(keyed: testFingerprint))
    }

    private func redact(_ body: String, _ patterns: String...) -> String {
        let redactor = FieldRedactor(
            patterns: patterns.compactMap(FieldPattern.init),
            fingerprint: Fingerprint(keyed: testFingerprint))
        return String(decoding: redactor.redact(Array(body.utf8)), as: UTF8.self)
    }

    private func hidden(_ text: String) -> String {
        "redacted:" + testFingerprint(Array(text.utf8))
    }

    @Test func `named fields become fingerprints at any depth, the rest stays exact`() {
        let body =
            #"{"shipments":[{"ship_to":{"name":"Ann","zip":12345,"x":null,"y":""},"id":11529215046069789341}]}"#
        #expect(
            redact(body, "ship_to.*")
                == #"{"shipments":[{"ship_to":{"name":"\#(hidden("Ann"))","zip":"\#(hidden("12345"))","x":null,"y":""},"id":11529215046069789341}]}"#
        )
    }

    @Test func `a name covers all below it`() {
        #expect(
            redact(#"{"ship_to":{"lines":["a",{"b":true}]}}"#, "ship_to")
                == #"{"ship_to":{"lines":["\#(hidden("a"))",{"b":"\#(hidden("true"))"}]}}"#)
    }

    @Test(arguments: [#"{ "id" : 1 }"#, "", " \n", "[1, 2]", #"{"ship_too": "x"}"#])
    func `a body without a named field stays byte for byte`(body: String) {
        #expect(redact(body, "ship_to.*") == body)
        #expect(redact(body) == body)
    }

    @Test(arguments: [
        #"{"ship_to":{"name":"Ann"#, "<title>Parcel of Ann</title>", "Ann is not at home",
        #"{"ship\u005fto":"Ann"#,
    ])
    func `a body that cannot be taken apart is not kept, whatever it names`(body: String) {
        let kept = redact(body, "ship_to.*")
        #expect(kept == "unreadable body of \(body.utf8.count) bytes, kept as \(hidden(body))")
        #expect(redact(body) == body)
    }

    @Test func `columns of exports are named the same way`() {
        #expect(redactor("ship_to.*").covers(column: "ship_to.name"))
        #expect(!redactor("ship_to.*").covers(column: "id"))
        #expect(redactor("name").redacted("Ann") == hidden("Ann"))
        #expect(redactor("name").redacted("") == "")
    }
}
