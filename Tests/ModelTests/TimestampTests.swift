// SPDX-License-Identifier: MIT

import Model
import Testing

struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"),
        ("2026-11-20T01:58:00.5Z", "2026-11-20T01:58:00.500Z"),
        ("2018-04-04T16:11:27.2965057+00:00", "2018-04-04T16:11:27.296Z"),
        ("2022-07-18T15:34:21.869312+02:00", "2022-07-18T13:34:21.869Z"),
        ("2024-02-29 23:59:59-0130", "2024-03-01T01:29:59.000Z"),
        ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
    ])
    func `RFC 3339 is read and written in UTC`(text: String, shown: String) throws {
        #expect(try #require(Timestamp(text)).description == shown)
    }

    @Test(arguments: [
        "", "2026-11-20", "2026-02-30T00:00:00Z", "2026-11-20T24:00:00Z", "2026-11-20T01:58:00",
        "2026-11-20T01:58:00.Z", "2026-11-20T01:58:00+25:00", "20261120T015800Z12345",
    ])
    func `other texts are no moment`(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func `every day of four hundred years survives the round trip`() throws {
        let first = try #require(CivilDate("1900-01-01")).daysSinceEpoch
        for day in first..<(first + 146_097) {
            let date = CivilDate(daysSinceEpoch: day)
            let (year, month, dayOfMonth) = date.components
            #expect(CivilDate(year: year, month: month, day: dayOfMonth) == date)
        }
    }
}
