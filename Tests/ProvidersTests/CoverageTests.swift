// SPDX-License-Identifier: MIT

import Model
import Providers
import Testing

/// Everything documented has been judged at least once by hand, and held against the law.
struct CoverageTests {
    typealias Seen = Set<Int>

    private static func statuses(_ cases: [AnswerCase]) -> Seen { Set(cases.map(\.status)) }

    @Test func `what the specifications define was read`() {
        #expect(Documented.shipStationErrorCodes.count == 50)
        #expect(Documented.shipStationVoidReasons.count == 7)
        #expect(Documented.amazonErrors.count == 11)
        #expect(Documented.sendcloudParentStatuses.count == 36 + 4 + 2)
        #expect(Documented.sendcloudErrorCodes.count == 14)
        #expect(Documented.sortedStates.count == 42)
        #expect(Documented.sortedErrors.count == 25)
        #expect(Documented.microsoftStatuses.count == 10 && Documented.microsoftCodes.count == 4)
    }

    @Test func `every status of every operation has a case of its own`() {
        let shipStation = Self.statuses(ShipStationTests.cancels)
        #expect(shipStation.isSuperset(of: Documented.shipStationStatuses))
        let voids = Self.statuses(ShipStationTests.voids)
        #expect(voids.isSuperset(of: Documented.statuses("shipstation", "void")))
        #expect(
            Self.statuses(AmazonTests.cancels)
                .isSuperset(of: Documented.statuses("amazon-shipping", "cancel")))
        #expect(
            Self.statuses(SendcloudTests.cancels).isSuperset(of: Documented.sendcloudStatuses))
        #expect(
            Self.statuses(SortedTests.cancels).isSuperset(of: Documented.sortedErrors.map(\.status))
        )
        #expect(
            Self.statuses(MicrosoftTests.cancels).isSuperset(of: Documented.microsoftStatuses))
    }

    @Test func `every status of every read has a case of its own`() {
        for (cases, failures, provider, operations) in [
            (ShipStationTests.looks, ShipStationTests.failures, "shipstation", ["look", "list"]),
            (SendcloudTests.looks, SendcloudTests.failures, "sendcloud-returns", ["look"]),
        ] {
            let seen = Set(cases.map(\.status) + failures.map(\.status))
            for operation in operations {
                #expect(seen.isSuperset(of: Documented.statuses(provider, operation)))
            }
        }
        let sorted = Set((SortedTests.looks.map(\.status) + SortedTests.failures.map(\.status)))
        // 405 and 531 belong to other calls; every status is judged below whatever it says.
        #expect(sorted.isSuperset(of: [200, 400, 401, 404, 410, 429, 521]))
        let microsoft = Set(
            MicrosoftTests.looks.map(\.status) + MicrosoftTests.failures.map(\.status))
        #expect(microsoft.isSuperset(of: [200, 401, 403, 404, 415, 422, 429, 502]))
    }

    /// A refusal in the provider's own form, for every code it documents and one it does not.
    private static func bodies(_ name: ProviderName) -> [String] {
        switch name {
        case .shipStation:
            (Documented.shipStationErrorCodes + ["new_code"]).map { ShipStationTests.errors($0) }
        case .amazonShipping:
            (Documented.amazonErrors.map(\.code) + ["NewCode"]).map {
                #"{"errors":[{"code":"\#($0)","message":"No."}]}"#
            }
        case .sendcloudReturns:
            (Documented.sendcloudErrorCodes + ["new_code"]).map { SendcloudTests.general($0) }
                + [SendcloudTests.conflict]
        case .sortedPro:
            (Documented.sortedErrors.map(\.code) + ["new_code"]).flatMap {
                [SortedTests.error($0), SortedTests.error("validation_error", child: $0)]
            }
        case .microsoftHardware:
            (Documented.microsoftCodes + ["newCode"]).flatMap {
                [MicrosoftTests.error($0), MicrosoftTests.error($0, MicrosoftTests.busy)]
            }
        }
    }

    private static let odd = ["", "{}", "<html>No</html>", "Nein", "{\"errors\":[{\"co"]

    private static func judgements(
        _ name: ProviderName, _ statuses: some Sequence<Int>, headers: [Header] = []
    ) -> [(status: Int, body: String, judgement: Judgement)] {
        statuses.flatMap { status in
            (bodies(name) + odd).map { body in
                let answer = Answer(status: status, headers: headers, body: Array(body.utf8))
                return (status, body, name.provider.judgeCancel(answer, of: name.exampleID))
            }
        }
    }

    @Test(arguments: ProviderName.allCases)
    func `a first refusal by 400 or 409 is looked at wherever there is a look`(
        _ name: ProviderName
    ) {
        for (status, body, judgement) in Self.judgements(name, [400, 409])
        where judgement.verdict == .refused {
            #expect(
                judgement.wantsLook == (name.provider.facts.looks != nil), "\(status) \(body)")
        }
    }

    @Test(arguments: ProviderName.allCases)
    func `no error is a success, and no server error anything but doubt`(_ name: ProviderName) {
        for (status, body, judgement) in Self.judgements(name, 300...599) {
            #expect(
                judgement.verdict != .cancelled && judgement.verdict != .accepted,
                "\(status) \(body)")
            if status >= 500 { #expect(judgement.verdict == .inDoubt, "\(status) \(body)") }
            if status < 400 { #expect(judgement.verdict == .redirected && judgement.endsLane) }
        }
    }

    @Test(arguments: ProviderName.allCases)
    func `no error inside a success is a success`(_ name: ProviderName) {
        for (status, body, judgement) in Self.judgements(name, [200, 201, 202, 207]) {
            let isPlain = name == .amazonShipping && status == 200 && body == "{}"
            #expect((judgement.verdict == .inDoubt) != isPlain, "\(status) \(body)")
        }
    }

    @Test(arguments: ProviderName.allCases)
    func `a 503 that says until when is known not to have taken effect`(_ name: ProviderName) {
        let pause = [Header("retry-after", "30")]
        for (_, body, judgement) in Self.judgements(name, [503], headers: pause) {
            #expect(judgement.verdict == .unavailable, "\(body)")
            #expect(judgement.retryAfterSeconds == 30)
        }
    }

    @Test(arguments: ProviderName.allCases)
    func `401 and 403 end the lane unless a token can be renewed`(_ name: ProviderName) {
        for (status, body, judgement) in Self.judgements(name, [401, 403, 407])
        where !body.contains("rate_limit_exceeded") {
            #expect(judgement.verdict == .unauthorized, "\(status) \(body)")
            #expect(judgement.endsLane)
        }
    }

    @Test(arguments: ProviderName.allCases)
    func `429 is a throttling everywhere but where Sorted says conflict`(_ name: ProviderName) {
        for (_, body, judgement) in Self.judgements(name, [429]) {
            let isConflict = name == .sortedPro && body.contains("conflict")
            #expect(judgement.verdict == (isConflict ? .refused : .throttled), "\(body)")
        }
    }
}
