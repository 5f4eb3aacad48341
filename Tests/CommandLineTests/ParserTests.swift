// SPDX-License-Identifier: MIT

import CommandLine
import Model
import Testing

/// The invocation the words ask for.
func invocation(_ words: String...) throws -> Invocation {
    let result = try Parser(.complete).parse(words)
    guard case .perform(let invocation) = result else {
        throw Problem(.internal, "\(words) is \(result)")
    }
    return invocation
}

struct ParserTests {
    @Test(arguments: [
        ["plan", "a.csv", "--max-items", "5"], ["plan", "a.csv", "--max-items=5"],
        ["--max-items", "5", "plan", "a.csv"], ["plan", "--max-items=5", "--", "a.csv"],
    ])
    func `a value can be written in every place and way`(words: [String]) throws {
        guard case .perform(let read) = try Parser(.complete).parse(words) else {
            Issue.record("not understood")
            return
        }
        #expect(read.verb.name == "plan")
        #expect(read[Options.maxItems] == 5)
        #expect(read[all: Arguments.export] == ["a.csv"])
    }

    @Test func `what is not given is absent`() throws {
        let read = try invocation("plan", "a.csv")
        #expect(read[Options.maxItems] == nil)
        #expect(read[Options.json] == false)
        #expect(read[Options.hold] == [])
        #expect(!read.has(Options.json))
    }

    @Test func `a short letter takes its value as the next word`() throws {
        let read = try invocation("runs", "-j", "night.json5", "-q")
        #expect(read[Options.job] == "night.json5")
        #expect(read[Options.quiet])
    }

    @Test(arguments: [
        (["--json"], true), (["--json", "--no-json"], false), (["--no-json", "--json"], true),
        (["--no-json"], false),
    ])
    func `the last word on a switch counts`(switches: [String], expected: Bool) throws {
        guard case .perform(let read) = try Parser(.complete).parse(["runs"] + switches) else {
            Issue.record("not understood")
            return
        }
        #expect(read[Options.json] == expected)
        #expect(read.has(Options.json))
    }

    @Test func `after two dashes nothing is an option`() throws {
        let read = try invocation("plan", "--", "--json", "-x")
        #expect(read[all: Arguments.export] == ["--json", "-x"])
        #expect(!read[Options.json])
    }

    @Test func `a lone dash is standard input`() throws {
        #expect(try invocation("plan", "-")[all: Arguments.export] == ["-"])
    }

    @Test func `a value may begin with a dash or hold an equals sign`() throws {
        let read = try invocation("plan", "-", "--due", "-1 < age_days", "--hold=a=b = 'c'")
        #expect(read[Options.due] == "-1 < age_days")
        #expect(read[Options.hold] == [NamedText("a=b = 'c'")])
        #expect(read[Options.hold].first?.text == "b = 'c'")
    }

    @Test func `a repeated option keeps all its values in order`() throws {
        let read = try invocation(
            "plan", "-", "--max-value", "USD=10", "--max-value", "EUR=2.50")
        #expect(read[Options.maxValue].map(\.currency) == ["USD", "EUR"])
        #expect(read[Options.maxValue].map(\.amount) == [Amount("10"), Amount("2.5")])
    }

    @Test func `every kind of value is read`() throws {
        let run = try invocation(
            "run", "--max-share", "12.5%", "--as-of", "2026-11-20", "--until", "06:00", "--rate",
            "200/m", "--wait", "1h30m", "--stop-after-failures", "5%", "--exported-at",
            "2026-11-20T01:58:00Z", "--only", "l.csv", "--by", "tracking_number", "--provider",
            "sorted-pro", "--credential", "apiKey=env:KEY")
        #expect(run[Options.maxShare] == Share("12.5%"))
        #expect(run[Options.asOf] == CivilDate("2026-11-20"))
        #expect(run[Options.until]?.description == "06:00")
        #expect(run[Options.rate] == Pace(requests: 200, windowMilliseconds: 60_000))
        #expect(run[Options.wait] == .seconds(5400))
        #expect(run[Options.stopAfterFailures] == Tolerance("5%"))
        #expect(run[Options.exportedAt] == Timestamp("2026-11-20T01:58:00Z"))
        #expect(run[Options.by] == .trackingNumber)
        #expect(run[Options.provider] == .sortedPro)
        #expect(run[Options.credential].first?.name == "apiKey")
        #expect(
            try invocation("report", "1", "--format", "csv,xlsx")[Options.forms] == [.csv, .xlsx])
        #expect(try invocation("retry", "1", "--state", "not_found")[Options.states] == [.notFound])
        #expect(
            try invocation("apply", "1", "--stop-after-failures", "3")[
                Options.stopAfterFailures] == Tolerance(count: 3))
    }

    @Test(
        arguments: [
            ("30m", 1_800_000), ("90s", 90_000), ("2d", 172_800_000), ("500ms", 500),
            ("1d2h3m4s5ms", 93_784_005), ("0s", 0),
        ] as [(String, Int64)])
    func `a length of time is read`(text: String, milliseconds: Int64) throws {
        let read = try invocation("confirm", "1", "--wait", text)
        #expect(read[Options.wait]?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        ("last", RunReference.last), ("42", .number(42)), ("1", .number(1)),
    ])
    func `a run is a number or the last`(text: String, run: RunReference) throws {
        #expect(try invocation("show", text)[Arguments.run] == run)
    }

    @Test func `arguments are dealt from the left, what must be there first`() throws {
        let one = try invocation("why", "se-1")
        #expect(one[Arguments.run] == nil)
        #expect(one[Arguments.id] == "se-1")
        let two = try invocation("why", "7", "se-1")
        #expect(two[Arguments.run] == .number(7))
        #expect(two[Arguments.id] == "se-1")
        let many = try invocation("resolve", "7", "a", "b", "--as", "written-off", "--reason", "x")
        #expect(many[all: Arguments.id] == ["a", "b"])
        #expect(many[Options.finding] == .writtenOff)
    }

    @Test func `a verb of two words is one verb`() throws {
        let read = try invocation("audit", "--json", "proof", "42", "se-1")
        #expect(read.verb.name == "audit proof")
        #expect(read[Arguments.run] == .number(42))
    }

    @Test(arguments: [
        (["--help"], HelpTopic.overview), (["help"], .overview), (["-h", "plan"], .verb("plan")),
        (["plan", "--due", "--help", "--nonsense"], .verb("plan")),
        (["audit", "verify", "-h"], .verb("audit verify")), (["audit", "-h"], .verb("audit")),
        (["help", "audit"], .verb("audit")), (["help", "audit", "copy"], .verb("audit copy")),
        (["help", "exit-codes"], .exitCodes), (["nonsense", "--help"], .overview),
    ])
    func `help wins over everything beside it`(words: [String], topic: HelpTopic) throws {
        guard case .help(topic) = try Parser(.complete).parse(words) else {
            Issue.record("\(words)")
            return
        }
    }

    @Test func `version wins over mistakes, and knows JSON`() throws {
        guard
            case .version(let json) = try Parser(.complete).parse(["plna", "--version", "--json"])
        else {
            Issue.record("no version")
            return
        }
        #expect(json)
    }

    @Test func `help after two dashes is a file`() throws {
        #expect(try invocation("plan", "--", "--help")[all: Arguments.export] == ["--help"])
    }

    @Test(arguments: [
        (["plan", "--json"], true), (["--json", "--no-json"], false),
        (["plan", "--", "--json"], false),
        ([], false),
    ])
    func `JSON is known before the line is understood`(words: [String], json: Bool) {
        #expect(Parser.wantsJSON(words) == json)
    }

    @Test(arguments: [
        (["--log", "json"], LogForm.json), (["--log=json"], .json), (["--log", "text"], .text),
        (["--", "--log=json"], .text),
    ])
    func `so is the form of messages`(words: [String], form: LogForm) {
        #expect(Parser.wantedLog(words) == form)
    }

    /// Bad input never traps: whatever is typed is an answer or a usage error.
    @Test func `no sequence of words traps`() {
        let words =
            Verbs.all.flatMap(\.words) + Options.everywhere.map { "--\($0.name)" }
            + [
                "--", "-", "", "-x", "--=", "--=x", "---", "--no-", "--no-json=1", "-", "=",
                "é\u{0}",
            ]
        var random = SystemRandomNumberGenerator()
        for _ in 0..<5000 {
            let line = (0..<Int.random(in: 0...6, using: &random)).compactMap { _ in
                words.randomElement(using: &random)
            }
            do {
                _ = try Parser(.complete).parse(line)
            } catch let error {
                #expect(error.problem.word == .usage && !error.problem.what.isEmpty)
            }
        }
    }
}
