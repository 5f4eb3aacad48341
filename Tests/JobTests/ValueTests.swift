// SPDX-License-Identifier: MIT

import Model
import Testing

@testable import Job

struct ValueTests {
    @Test(arguments: [
        ("26h", 93_600_000), ("30m", 1_800_000), ("1s", 1000), ("250ms", 250), ("2d", 172_800_000),
        ("1h30m", 5_400_000), ("0s", 0), ("3650d", 315_360_000_000),
    ])
    func `a duration is numbers with units`(text: String, milliseconds: Int64) {
        #expect(Interval(text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "26", "h", "26 h", "-1s", "1.5h", "30m1h", "1s1s", "1w", "3651d", "3650d1ms",
        "999999999999d", "9999999999999ms", "1h ", "1H", "é",
    ])
    func `what is no duration is not read as one`(text: String) {
        #expect(Interval(text) == nil)
    }

    @Test(arguments: ["26h", "1h30m", "250ms", "2d", "0s", "1m1s1ms"])
    func `a duration is shown as it is written`(text: String) {
        #expect(Interval(text)?.description == text)
    }

    @Test(arguments: ["50%", "0.5%", "0%", "100%", "33.333333%"])
    func `a share is shown as it is written`(text: String) {
        #expect(Share(text)?.description == text)
    }

    @Test(arguments: [
        "", "%", "50", "101%", "100.000001%", "-1%", "+1%", "1e1%", "0.0000001%", "5%%", "five%",
        "50.%x", "999999999999999999999999%",
    ])
    func `what is no share is not read as one`(text: String) {
        #expect(Share(text) == nil)
    }

    @Test(arguments: [
        ("50%", 50, 100, false), ("50%", 51, 100, true), ("33%", 1, 3, true),
        ("33.333334%", 1, 3, false), ("0%", 0, 10, false), ("0%", 1, 10, true),
        ("5%", 0, 0, false), ("100%", Int.max, Int.max, false), ("99%", Int.max, Int.max, true),
    ])
    func `a share is exceeded only by more than it`(
        text: String, part: Int, whole: Int, exceeded: Bool
    ) {
        #expect(Share(text)?.isExceeded(by: part, of: whole) == exceeded)
    }

    @Test func `a tolerance holds a number, a share or both`() {
        #expect(Tolerance("25") == Tolerance(count: 25))
        #expect(Tolerance("5%") == Tolerance(share: Share(percent: 5)))
        #expect(Tolerance("5.5") == nil)
        #expect(Tolerance("-5") == nil)
        let both = Tolerance(count: 25).tightened(by: Tolerance(share: Share(percent: 5)))
        #expect(both.isExceeded(by: 26, of: 1_000_000))
        #expect(both.isExceeded(by: 6, of: 100))
        #expect(!both.isExceeded(by: 5, of: 100))
        #expect(both.description == "25 and 5%")
        #expect(!Tolerance.none.isExceeded(by: 0, of: 0))
        #expect(Tolerance.none.isExceeded(by: 1, of: 100))
    }

    @Test(arguments: ["00:00", "06:00", "23:59"])
    func `a time of day is hours and minutes`(text: String) {
        #expect(TimeOfDay(text)?.description == text)
    }

    @Test(arguments: ["24:00", "6:00", "06:60", "06-00", "0600", "", "06:00 "])
    func `what is no time of day is not read as one`(text: String) {
        #expect(TimeOfDay(text) == nil)
    }

    @Test(arguments: [
        ("22:00", "06:00", 480), ("05:59", "06:00", 1), ("06:00", "06:00", 1440),
        ("06:01", "06:00", 1439),
    ])
    func `a time of day comes next after another`(now: String, until: String, minutes: Int) throws {
        let start = try #require(TimeOfDay(now))
        #expect(TimeOfDay(until)?.minutes(after: start) == minutes)
    }

    @Test(arguments: [
        (">=100", 100, true), (">=100", 99, false), ("=5", 5, true), ("5", 5, true),
        ("5", 6, false), ("<5", 5, false), ("> 5", 6, true), ("<=5", 5, true),
        (">=100 <=200", 150, true), (">=100 <=200", 201, false),
    ])
    func `an expectation holds or not`(text: String, value: Int, holds: Bool) {
        #expect(Expectation(text)?.holds(for: value) == holds)
    }

    @Test(arguments: [
        "", ">", ">=", "=>5", "~5", "-5", ">=-1", "+5", "5 6 7", "1e3", "many", ">=5,",
    ])
    func `what is no expectation is not read as one`(text: String) {
        #expect(Expectation(text) == nil)
    }

    @Test func `an expectation is shown as it is written`() {
        #expect(Expectation(">= 100  <200")?.description == ">=100 <200")
    }

    @Test(arguments: [
        ("ship_date", "ship_date"), ("cost desc,ship_date", "cost desc, ship_date"),
        ("cost ASC", "cost"),
    ])
    func `an order is fields with their directions`(text: String, shown: String) {
        #expect(Order(text)?.description == shown)
    }

    @Test(arguments: ["", "cost down", "cost,,id", "a b c", "a,b,c,d,e,f,g,h,i"])
    func `what is no order is not read as one`(text: String) {
        #expect(Order(text) == nil)
    }
}
