// SPDX-License-Identifier: MIT

import Model
import Providers
import Testing

/// One answer and everything that must be read from it.
struct AnswerCase: Sendable, CustomTestStringConvertible {
    var status: Int
    var body: String
    var headers: [Header]
    var verdict: Judgement.Verdict
    var code: String
    var wantsLook: Bool
    var endsLane: Bool

    init(
        _ status: Int, _ body: String, headers: [Header] = [], _ verdict: Judgement.Verdict,
        _ code: String, look: Bool = false, endsLane: Bool = false
    ) {
        self.status = status
        self.body = body
        self.headers = headers
        self.verdict = verdict
        self.code = code
        wantsLook = look
        self.endsLane = endsLane
    }

    init(
        _ status: Int, headers: [Header] = [], _ verdict: Judgement.Verdict, _ code: String,
        look: Bool = false, endsLane: Bool = false
    ) {
        self.init(status, "", headers: headers, verdict, code, look: look, endsLane: endsLane)
    }

    var answer: Answer { Answer(status: status, headers: headers, body: Array(body.utf8)) }

    var testDescription: String { "\(status) \(body.prefix(70)) → \(verdict.rawValue) \(code)" }

    func check(_ judgement: Judgement, _ place: SourceLocation = #_sourceLocation) {
        #expect(judgement.verdict == verdict, sourceLocation: place)
        #expect(judgement.code == code, sourceLocation: place)
        #expect(judgement.wantsLook == wantsLook, sourceLocation: place)
        #expect(judgement.endsLane == endsLane, sourceLocation: place)
        #expect(!judgement.reason.isEmpty, sourceLocation: place)
    }
}

/// A body that a look may bring and what it shows.
struct LookCase: Sendable, CustomTestStringConvertible {
    var status: Int
    var body: String
    var kind: Sighting.Kind
    var state: String
    var failed: Bool

    init(_ body: String, _ kind: Sighting.Kind, _ state: String, failed: Bool = false) {
        self.init(200, body, kind, state, failed: failed)
    }

    init(
        _ status: Int, _ body: String, _ kind: Sighting.Kind, _ state: String, failed: Bool = false
    ) {
        self.status = status
        self.body = body
        self.kind = kind
        self.state = state
        self.failed = failed
    }

    var testDescription: String { "\(status) \(body.prefix(70)) → \(kind.rawValue) \(state)" }

    func check(_ verdict: LookVerdict, _ place: SourceLocation = #_sourceLocation) {
        guard case .saw(let sighting) = verdict else {
            Issue.record("\(verdict) is no sighting", sourceLocation: place)
            return
        }
        #expect(sighting.kind == kind, sourceLocation: place)
        #expect(sighting.state == state, sourceLocation: place)
        #expect(sighting.failedCancellation == failed, sourceLocation: place)
    }
}

/// A read that failed, and why.
struct FailureCase: Sendable, CustomTestStringConvertible {
    var status: Int
    var body: String
    var kind: ReadFailure.Kind
    var code: String

    init(_ status: Int, _ body: String, _ kind: ReadFailure.Kind, _ code: String) {
        self.status = status
        self.body = body
        self.kind = kind
        self.code = code
    }

    var testDescription: String { "\(status) \(body.prefix(70)) → \(kind.rawValue) \(code)" }

    func check(_ verdict: LookVerdict, _ place: SourceLocation = #_sourceLocation) {
        guard case .failed(let failure) = verdict else {
            Issue.record("\(verdict) is no failure", sourceLocation: place)
            return
        }
        #expect(failure.kind == kind, sourceLocation: place)
        #expect(failure.code == code, sourceLocation: place)
    }
}

func answer(_ status: Int, _ body: String = "", _ headers: Header...) -> Answer {
    Answer(status: status, headers: headers, body: Array(body.utf8))
}

let everyProvider = ProviderName.allCases.map(\.provider)

extension ProviderName {
    /// An id of the documented form.
    var exampleID: String { provider.exampleID }

    var endpoint: Endpoint {
        Endpoint(
            baseURL: provider.facts.baseURL, businessID: "AmazonShipping_US",
            apiVersion: "2", tenantID: "contoso.example")
    }

    /// The answer that the documents promise for success.
    var success: Answer {
        switch self {
        case .shipStation, .microsoftHardware: answer(204)
        case .amazonShipping: answer(200, #"{"payload":{}}"#)
        case .sendcloudReturns: answer(202, #"{"message":"Cancellation requested successfully"}"#)
        case .sortedPro:
            answer(
                200,
                #"{"reference":"\#(exampleID)","custom_reference":"77d58d14","#
                    + #""message":"Shipment \#(exampleID) has been cancelled","_links":[]}"#)
        }
    }
}

/// A small generator with a seed, so that a failure can be repeated.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
