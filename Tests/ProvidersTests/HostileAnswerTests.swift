// SPDX-License-Identifier: MIT

import Formats
import Model
import Providers
import Testing

/// Bodies that no document promises, at every provider.
struct HostileAnswerTests {
    static let bodies: [(name: String, bytes: [UInt8])] = [
        ("empty", []),
        ("blanks", Array(" \r\n\t ".utf8)),
        ("HTML", Array("<!doctype html><title>502 Bad Gateway</title><h1>Oops</h1>".utf8)),
        ("words", Array("cancelled".utf8)),
        ("foreign words", Array("Sendung wurde storniert – annulé – キャンセル済み".utf8)),
        ("true", Array("true".utf8)),
        ("a number", Array("200".utf8)),
        ("null", Array("null".utf8)),
        ("a list", Array("[]".utf8)),
        ("nothing inside", Array("{}".utf8)),
        ("cut off", Array(#"{"payload":{},"reference":"sp_1","message":"done","appro"#.utf8)),
        ("two documents", Array("{}{}".utf8)),
        ("a key twice", Array(#"{"payload":{},"payload":{}}"#.utf8)),
        ("Latin-1", [0x7B, 0x22, 0x6D, 0x22, 0x3A, 0x22, 0xE9, 0x22, 0x7D]),
        ("UTF-16", [0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00]),
        ("NUL bytes", [0, 0, 0, 0]),
        ("too deep", Array(String(repeating: "[", count: 100_000).utf8)),
        ("huge", Array(repeating: 0x20, count: 5 << 20) + Array("{}".utf8)),
        ("huge text", [0x22] + Array(repeating: 0x61, count: 6 << 20) + [0x22]),
        (
            "wrong types",
            Array(
                #"{"errors":5,"error":[],"message":{},"approved":1,"state":7,"data":3,"status_history":{},"workflowStatus":[],"details":"x","code":{}}"#
                    .utf8)
        ),
    ]

    /// What each provider documents: a 204 says everything without a body.
    static func isDocumentedSuccess(_ name: ProviderName, _ status: Int, _ body: String) -> Bool {
        switch name {
        case .shipStation, .microsoftHardware: status == 204
        case .amazonShipping: status == 200 && body == "nothing inside"
        case .sendcloudReturns, .sortedPro: false
        }
    }

    @Test(arguments: ProviderName.allCases, Array(bodies.indices))
    func `no body that nobody documents is a success`(_ name: ProviderName, _ index: Int) {
        let (word, bytes) = Self.bodies[index]
        for status in [200, 201, 202, 203, 204, 205, 206, 207, 226, 299] {
            let answer = Answer(status: status, body: bytes)
            let judgement = name.provider.judgeCancel(answer, of: name.exampleID)
            if Self.isDocumentedSuccess(name, status, word) { continue }
            // 204 cannot carry a body; what some server put there does not count.
            #expect(judgement.verdict == .inDoubt, "\(status) \(word)")
        }
    }

    @Test(arguments: ProviderName.allCases, Array(bodies.indices))
    func `a status decides where a body says nothing`(_ name: ProviderName, _ index: Int) {
        let bytes = Self.bodies[index].bytes
        let wanted: [(Int, Judgement.Verdict)] = [
            (301, .redirected), (400, .refused), (401, .unauthorized), (404, .notFound),
            (409, .refused), (410, .notFound), (429, .throttled), (500, .inDoubt),
            (502, .inDoubt), (503, .inDoubt), (504, .inDoubt), (0, .inDoubt), (100, .inDoubt),
            (600, .inDoubt), (999, .inDoubt), (-1, .inDoubt), (Int.max, .inDoubt),
        ]
        for (status, verdict) in wanted {
            let judgement = name.provider.judgeCancel(
                Answer(status: status, body: bytes), of: name.exampleID)
            #expect(judgement.verdict == verdict, "\(status)")
            #expect(judgement.endsLane == [.redirected, .unauthorized].contains(verdict))
        }
    }

    @Test(arguments: ProviderName.allCases, Array(bodies.indices))
    func `a look believes none of them`(_ name: ProviderName, _ index: Int) {
        let answer = Answer(status: 200, body: Self.bodies[index].bytes)
        switch name.provider.judgeLook(answer, of: name.exampleID) {
        case .saw(let sighting): #expect(sighting.kind == .unknown)
        case .failed(let failure): #expect(failure.kind == .trouble)
        }
    }

    @Test(arguments: Array(bodies.indices))
    func `a void, a label look, labels and a deletion believe none of them either`(_ index: Int) {
        let answer = Answer(status: 200, body: Self.bodies[index].bytes)
        let labels = ShipStation()
        #expect(labels.judgeVoid(answer, of: "se-1").verdict == .inDoubt)
        if case .saw(let label) = labels.judgeLabelLook(answer, of: "se-1") {
            #expect(label.kind == .unknown)
        }
        if case .saw = labels.judgeLabels(answer, of: "se-1") { Issue.record("labels seen") }
        #expect(Sorted().judgeDelete(answer, of: "sp_1").verdict == .inDoubt)
    }

    @Test(arguments: ProviderName.allCases)
    func `a refusal in any language is a refusal`(_ name: ProviderName) {
        for body in [
            #"{"errors":[{"message":"La expedición ya fue cancelada","detail":"取消済み"}]}"#,
            #"{"message":"Отправление уже отменено"}"#, "Déjà annulé",
        ] {
            let judgement = name.provider.judgeCancel(answer(400, body), of: name.exampleID)
            #expect(judgement.verdict == .refused)
            #expect(judgement.code == "http_400")
            #expect(!judgement.message.isEmpty)
            #expect(judgement.wantsLook == (name.provider.facts.looks != nil))
        }
    }

    @Test func `words for a terminal are on one line, short, and without escape sequences`() {
        let body =
            #"{"errors":[{"code":"a\u001b[31mb","message":"one\n\u001b]0;x\u0007two\u202e"#
            + String(repeating: "long ", count: 1000) + #""}]}"#
        let judgement = Amazon().judgeCancel(answer(400, body), of: "1")
        let scalars = (judgement.code + judgement.message).unicodeScalars
        #expect(!scalars.contains { $0.value < 0x20 || $0 == "\u{202E}" })
        #expect(judgement.message.hasPrefix("one ]0;x two long"))
        #expect(judgement.message.count <= Judgement.messageCharactersMax + 1)
    }

    @Test func `of an HTML page the title is shown`() {
        let body = "<html><head><TITLE> 502\nBad Gateway </TITLE></head><body>x</body></html>"
        let judgement = ShipStation().judgeCancel(answer(502, body), of: "se-1")
        #expect(judgement.message == "HTML page: 502 Bad Gateway")
    }

    @Test(arguments: ProviderName.allCases)
    func `damaged answers never trap and never become another success`(_ name: ProviderName) {
        var random = SeededRandom(seed: 0x5EED)
        let seeds = [name.success.body] + Self.bodies.map(\.bytes).filter { $0.count < 1000 }
        for _ in 0..<1500 {
            var body = seeds.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...6, using: &random) { Self.damage(&body, &random) }
            let status = [200, 202, 204, 400, 404, 409, 429, 500].randomElement(using: &random)
            let answer = Answer(
                status: status ?? 200,
                headers: [Header("Retry-After", String(decoding: body.prefix(20), as: UTF8.self))],
                body: body)
            let judgement = name.provider.judgeCancel(answer, of: name.exampleID)
            _ = name.provider.judgeLook(answer, of: name.exampleID)
            _ = judgeToken(answer)
            if [.cancelled, .accepted].contains(judgement.verdict) {
                #expect(Self.isWhole(answer, name))
            }
        }
    }

    private static func damage(_ body: inout [UInt8], _ random: inout SeededRandom) {
        let place = body.isEmpty ? 0 : Int.random(in: body.indices, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0 where !body.isEmpty: body.remove(at: place)
        case 1 where !body.isEmpty: body[place] = UInt8.random(in: 0...255, using: &random)
        case 2: body = Array(body.prefix(place))
        default: body.insert(contentsOf: #"{[":,null}]"#.utf8.shuffled(using: &random), at: place)
        }
    }

    /// Success needs its status, and a body that still is what the page promises.
    private static func isWhole(_ answer: Answer, _ name: ProviderName) -> Bool {
        if name == .shipStation || name == .microsoftHardware { return answer.status == 204 }
        guard let body = try? JSON.parse(answer.body), body["errors"] == nil else { return false }
        switch name {
        case .shipStation, .microsoftHardware: return false
        case .amazonShipping: return body.members?.isEmpty == true || body["payload"] != nil
        case .sendcloudReturns: return answer.status == 202 && body["message"]?.string != nil
        case .sortedPro: return body["reference"]?.text == name.exampleID
        }
    }
}
