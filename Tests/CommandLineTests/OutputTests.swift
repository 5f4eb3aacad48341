// SPDX-License-Identifier: MIT

import CommandLine
import Formats
import Glibc
import Model
import Testing

/// What a command said, taken apart.
struct Said {
    let output: String
    let error: String
    let ending: Ending?
}

/// Runs `work` with an output over two pipes, and finishes it.
func said(
    _ settings: OutputSettings = OutputSettings(), command: String = "plan",
    by work: (Output) throws -> Finish
) throws -> Said {
    let (results, messages) = (try Channel(), try Channel())
    let output = Output(
        settings, command: command, clock: HandClock(), output: results.writing,
        error: messages.writing)
    let ending = output.finish(try work(output))
    return Said(output: results.text(), error: messages.text(), ending: ending)
}

struct OutputTests {
    private func settings(_ change: (inout OutputSettings) -> Void) -> OutputSettings {
        var settings = OutputSettings()
        change(&settings)
        return settings
    }

    @Test func `results and messages go their own ways`() throws {
        let said = try said { output in
            output.message("reading")
            output.detail("only with --verbose")
            output.warning("odd")
            output.result("42 rows")
            return Finish(run: 42, lines: ["Next  rescind apply 42"])
        }
        #expect(said.output == "42 rows\nNext  rescind apply 42\n")
        #expect(said.error == "reading\nodd\n")
        #expect(said.ending == .code(.done))
    }

    @Test func `quiet keeps results and problems`() throws {
        let said = try said(settings { $0.quiet = true }) { output in
            output.message("reading")
            output.progress(area: { _ in ["1"] }, line: "1 of 2")
            output.endProgress(["2 of 2"])
            output.result("42 rows")
            return Finish(Problem(.storage, "disk full", at: "audit.db", next: "rescind apply 42"))
        }
        #expect(said.output == "42 rows\n")
        #expect(said.error == "rescind: audit.db: disk full\n  next: rescind apply 42\n")
        #expect(said.ending == .code(.storage))
    }

    @Test func `verbose says details`() throws {
        let said = try said(settings { $0.verbose = true }) { output in
            output.detail("row 7")
            return Finish()
        }
        #expect(said.error == "row 7\n")
    }

    @Test func `JSON is one object, whatever was said before`() throws {
        let said = try said(settings { $0.json = true }) { output in
            output.result("not in JSON")
            output.message("still here")
            return Finish(.blocked, run: 42, members: [JSON.Member("rows", 7)], lines: ["nor this"])
        }
        #expect(said.output == "{\"command\":\"plan\",\"exit\":6,\"run\":42,\"rows\":7}\n")
        #expect(said.error == "still here\n")
    }

    @Test func `a problem in JSON has its word, place and next command`() throws {
        let said = try said(settings { $0.json = true }) { _ in
            Finish(Problem(.exportStale, "older than 26 h", at: "a.csv", next: "rescind fetch x"))
        }
        let answer = try JSON.parse(said.output)
        #expect(answer["exit"]?.int == 6)
        #expect(answer["error"]?["code"]?.string == "export_stale")
        #expect(answer["error"]?["message"]?.string == "older than 26 h")
        #expect(answer["error"]?["place"]?.string == "a.csv")
        #expect(answer["error"]?["next"]?.string == "rescind fetch x")
    }

    @Test func `an ending by a signal is in the JSON too`() throws {
        let said = try said(settings { $0.json = true }) { _ in Finish(signal: SIGTERM, run: 3) }
        #expect(said.output == "{\"command\":\"plan\",\"exit\":143,\"run\":3}\n")
        #expect(said.ending == .signal(SIGTERM))
    }

    @Test func `JSON sends nothing a terminal would obey, and loses nothing`() throws {
        let foreign = "\u{1b}]0;x\u{7}\u{9b}31m\u{202e}\u{e0041}é"
        let said = try said(settings { $0.json = true }) { _ in
            Finish(members: [JSON.Member(foreign, .string(foreign))])
        }
        #expect(said.output.unicodeScalars.allSatisfy { $0 == "\n" || visible("\($0)") == "\($0)" })
        #expect(try JSON.parse(said.output)[foreign]?.string == foreign)
    }

    @Test func `a stream is alone on standard output`() throws {
        let said = try said(settings { $0.json = true }) { output in
            output.stream(Array("{\"a\":1}\n".utf8))
            return Finish()
        }
        #expect(said.output == "{\"a\":1}\n")
    }

    @Test func `messages become events where a collector reads`() throws {
        let said = try said(settings { $0.log = .json }) { output in
            output.message("lane \u{1b} ended", event: "lane_ended", [JSON.Member("account", "a")])
            return Finish(Problem(.locked, "process 7 is sending", next: "rescind stop"))
        }
        let events = try said.error.split(separator: "\n").map { try JSON.parse(String($0)) }
        #expect(events.map { $0["level"]?.string } == ["info", "error"])
        #expect(events.first?["event"]?.string == "lane_ended")
        #expect(events.first?["account"]?.string == "a")
        #expect(events.first?["time"]?.string == "2026-11-20T02:00:00.000Z")
        #expect(events.last?["code"]?.string == "locked")
        #expect(events.last?["next"]?.string == "rescind stop")
    }

    @Test func `only the first who finishes says the end`() throws {
        let said = try said(settings { $0.json = true }) { output in
            #expect(output.finish(Finish(signal: SIGINT)) == .signal(SIGINT))
            return Finish()
        }
        #expect(said.output == "{\"command\":\"plan\",\"exit\":130}\n")
        #expect(said.ending == nil)
    }

    @Test func `a reader who leaves ends the writing and not the work`() throws {
        signal(SIGPIPE, SIG_IGN)
        let pipe = try Channel()
        close(pipe.reading)
        let output = Output(
            OutputSettings(), command: "plan", clock: HandClock(), output: pipe.writing,
            error: pipe.writing)
        #expect(!output.isClosed)
        output.result("nobody reads this")
        #expect(output.isClosed)
        #expect(output.finish(Finish(.refusals)) == .code(.refusals))
        close(pipe.writing)
    }

    @Test func `a result that cannot be written is a storage failure`() throws {
        let full = open("/dev/full", O_WRONLY)
        let messages = try Channel()
        let output = Output(
            OutputSettings(), command: "plan", clock: HandClock(), output: full,
            error: messages.writing)
        #expect(output.finish(Finish(lines: ["42 rows"])) == .code(.storage))
        close(full)
        #expect(
            messages.text() == "rescind: the result could not be written: No space left on device\n"
        )
    }

    @Test func `large results arrive whole through a small pipe`() async throws {
        let pipe = try Channel()
        let output = Output(
            OutputSettings(), command: "plan", clock: HandClock(), output: pipe.writing, error: 2)
        _ = fcntl(pipe.writing, F_SETFL, O_NONBLOCK)
        let reading = Task.detached { readAll(pipe.reading).count }
        let bytes = [UInt8](repeating: 65, count: 1_000_000)
        output.stream(bytes)
        close(pipe.writing)
        #expect(await reading.value == 1_000_000)
        close(pipe.reading)
    }

    @Test(arguments: [
        (["TERM": "xterm"], true, true), (["TERM": "dumb"], true, false), ([:], true, false),
        (["TERM": "xterm", "NO_COLOR": "1"], true, false),
        (["TERM": "xterm", "NO_COLOR": ""], true, true), (["TERM": "xterm"], false, false),
    ])
    func `colour needs a terminal that knows it and nobody against it`(
        variables: [String: String], terminal: Bool, colour: Bool
    ) throws {
        let settings = OutputSettings(
            nil, EnvironmentVariables(variables), output: terminal, error: terminal)
        #expect(settings.colourOnOutput == colour)
        #expect(settings.colourOnError == colour)
    }

    @Test func `options decide over the environment`() throws {
        let read = try invocation("runs", "--no-color", "--json", "-q", "--log", "json")
        let settings = OutputSettings(
            read, EnvironmentVariables(["TERM": "xterm", "COLUMNS": "132"]), output: true,
            error: true)
        #expect(!settings.colourOnOutput && settings.json && settings.quiet)
        #expect(settings.log == .json && !settings.redraws)
        #expect(settings.columns == 132)
    }

    @Test(arguments: ["0", "-1", "wide", "99999999999999999999999"])
    func `a senseless COLUMNS is no width`(text: String) {
        let settings = OutputSettings(
            nil, EnvironmentVariables(["COLUMNS": text]), output: false, error: false)
        #expect(settings.columns == nil)
    }
}
