// SPDX-License-Identifier: MIT

import Testing

@testable import Model

struct ZoneTests {
    @Test(arguments: [
        ("UTC", "2026-07-01T12:00:00Z", 0),
        ("Europe/Berlin", "2026-03-29T00:59:59Z", 3600),
        ("Europe/Berlin", "2026-03-29T01:00:00Z", 7200),
        ("Europe/Berlin", "2026-10-25T00:59:59Z", 7200),
        ("Europe/Berlin", "2026-10-25T01:00:00Z", 3600),
        ("America/Chicago", "2026-01-15T00:00:00Z", -21600),
        ("America/Chicago", "2026-07-15T00:00:00Z", -18000),
        ("America/Chicago", "2070-07-15T00:00:00Z", -18000),
        ("America/Chicago", "2070-12-15T00:00:00Z", -21600),
        ("Australia/Sydney", "2045-01-15T00:00:00Z", 39600),
        ("Australia/Sydney", "2045-07-15T00:00:00Z", 36000),
        ("Asia/Kolkata", "2026-07-15T00:00:00Z", 19800),
        ("Europe/Berlin", "1985-07-15T00:00:00Z", 7200),
        ("Europe/Dublin", "2050-01-15T00:00:00Z", 0),
        ("Europe/Dublin", "2050-07-15T00:00:00Z", 3600),
    ])
    func `clocks are as far from UTC as the law says`(
        _ name: String, _ moment: String, _ offset: Int64
    ) throws {
        let zone = try Zone(named: name)
        let moment = try #require(Timestamp(moment))
        #expect(zone.offsetSeconds(at: moment) == offset)
        let second = moment.milliseconds / 1000
        #expect(zone.span(at: second).contains(second))
    }

    @Test(arguments: ["", "Nowhere/Land", "../../etc/passwd", "/etc/localtime", "Europe"])
    func `a zone that is none is a problem`(_ name: String) {
        let problem = #expect(throws: Problem.self) { try Zone(named: name) }
        #expect(problem?.what == "there is no time zone \"\(name)\" on this system")
    }

    @Test func `the day is that of the zone's clocks`() throws {
        let moment = try #require(Timestamp("2026-11-20T04:30:00Z"))
        #expect(try Zone(named: "America/Chicago").day(of: moment).description == "2026-11-19")
        #expect(try Zone(named: "Asia/Tokyo").day(of: moment).description == "2026-11-20")
    }

    @Test(arguments: [
        ("Europe/Berlin", "2026-11-20", 6 * 3600, "2026-11-20T05:00:00.000Z"),
        // 02:30 does not exist on that day: the clocks jump at 01:00 UTC.
        ("Europe/Berlin", "2026-03-29", 9000, "2026-03-29T01:00:00.000Z"),
        // 02:30 comes twice: the first counts.
        ("Europe/Berlin", "2026-10-25", 9000, "2026-10-25T00:30:00.000Z"),
    ])
    func `a local time is a moment`(
        _ name: String, _ day: String, _ second: Int64, _ expected: String
    ) throws {
        let day = try #require(CivilDate(day))
        #expect(
            try Zone(named: name).moment(day, secondOfDay: second).description == expected)
    }

    @Test(arguments: [
        "", "X", "CET", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,x,y",
        "<+03-3", "CET-1CEST,M3.5.0,M10.5.0/3x",
    ])
    func `what is no rule is not taken for one`(_ text: String) {
        #expect(ZoneRule(text) == nil)
    }

    @Test func `days of the year count as POSIX says`() throws {
        let rule = try #require(ZoneRule("AAA0BBB,J60,300/0"))
        // J60 is 1 March in every year; 300 counts 29 February.
        let march = try #require(Timestamp("2028-03-01T02:00:00Z")).milliseconds / 1000
        #expect(rule.span(at: march).offsetSeconds == 3600)
        #expect(rule.span(at: march - 1).offsetSeconds == 0)
        let october = try #require(Timestamp("2028-10-26T23:00:00Z")).milliseconds / 1000
        #expect(rule.span(at: october).offsetSeconds == 0)
        #expect(rule.span(at: october - 1).offsetSeconds == 3600)
    }

    @Test func `a damaged zone file is refused, not read past its end`() {
        var state: UInt64 = 8536
        for length in 0..<2000 {
            var bytes = Array("TZif2".utf8)
            bytes += (0..<length % 300).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 56) & (state & 1 << 40 == 0 ? 255 : 3)
            }
            _ = Zone("x", tzif: bytes)
        }
        #expect(Zone("x", tzif: Array("TZif2".utf8)) == nil)
    }
}
