// SPDX-License-Identifier: MIT

import Model
import Providers
import Testing

struct RetryAfterTests {
    static let date = "Sun, 06 Nov 1994 08:49:37 GMT"

    static let cases: [(String, String?, Double?)] = [
        ("0", nil, 0), ("7", nil, 7), (" 120 ", nil, 120), ("1.5", nil, 1.5),
        ("99999999999999999999", nil, 1e9),
        (date, "Sun, 06 Nov 1994 08:49:07 GMT", 30),
        ("Sunday, 06-Nov-94 08:49:37 GMT", date, 0),
        ("Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:48:37 GMT", 60),
        (date, "Sun, 06 Nov 1994 09:00:00 GMT", 0),
        (date, nil, nil), (date, "yesterday", nil),
        ("Mon, 07 Nov 1994 00:00:00 GMT", "Sun, 06 Nov 1994 23:59:59 GMT", 1),
        ("", date, nil), ("-1", nil, nil), ("soon", nil, nil), ("1e3", nil, nil),
        ("0x10", nil, nil), ("nan", nil, nil), ("inf", nil, nil), ("1.", nil, nil),
        ("1.2.3", nil, nil), ("Sun, 31 Feb 1994 08:49:37 GMT", date, nil),
        ("Sun, 06 Nov 1994 25:49:37 GMT", date, nil), (",,,,", date, nil),
    ]

    @Test(arguments: cases)
    func `the pause is read from seconds or from a date`(
        _ text: String, _ now: String?, _ seconds: Double?
    ) {
        let date = now.map { [Header("date", $0)] } ?? []
        let answer = Answer(status: 429, headers: [Header("RETRY-AFTER", text)] + date)
        #expect(answer.retryAfterSeconds == seconds)
        #expect(ShipStation().judgeCancel(answer, of: "se-1").retryAfterSeconds == seconds)
    }

    @Test func `a 503 is known not taken only with a pause that can be read`() {
        for name in ProviderName.allCases {
            for (text, verdict) in [
                ("5", Judgement.Verdict.unavailable), ("soon", .inDoubt), ("", .inDoubt),
            ] {
                let judgement = name.provider.judgeCancel(
                    answer(503, "", Header("Retry-After", text)), of: name.exampleID)
                #expect(judgement.verdict == verdict)
            }
        }
    }
}
