// SPDX-License-Identifier: MIT

import CommandLine
import Glibc
import Model
import Testing

struct ProgressTests {
    private let clock = HandClock()

    private func screen(columns: Int, rows: Int = 24) throws -> (PseudoTerminal, Output) {
        let terminal = try PseudoTerminal(columns: columns, rows: rows)
        let settings = OutputSettings(
            nil, EnvironmentVariables(["TERM": "xterm", "NO_COLOR": "1"]), output: true,
            error: true)
        return (
            terminal,
            Output(
                settings, command: "apply", clock: clock, output: terminal.screen,
                error: terminal.screen)
        )
    }

    @Test func `lines are replaced in place, at most ten times a second`() throws {
        let (terminal, output) = try screen(columns: 80)
        defer { terminal.close() }
        for step in 0..<40 {
            output.progress(area: { _ in ["step \(step)", "lane"] }, line: "")
            clock.move(milliseconds: 10)
        }
        let draws = terminal.text()
        #expect(
            draws
                == "step 0\nlane\n"
                + [10, 20, 30].map { "\r\u{1b}[2A\u{1b}[Jstep \($0)\nlane\n" }
                .joined())
    }

    @Test func `a message goes above the area, and the last lines stay`() throws {
        let (terminal, output) = try screen(columns: 80)
        defer { terminal.close() }
        output.progress(area: { _ in ["1 of 2"] }, line: "")
        output.message("a note")
        output.endProgress(["2 of 2"])
        output.result("done")
        #expect(
            terminal.text()
                == "1 of 2\n\r\u{1b}[1A\u{1b}[Ja note\n1 of 2\n\r\u{1b}[1A\u{1b}[J2 of 2\ndone\n")
    }

    @Test func `what was shown last stays when the command ends`() throws {
        let (terminal, output) = try screen(columns: 80)
        defer { terminal.close() }
        output.progress(area: { _ in ["1 of 2"] }, line: "")
        _ = output.finish(Finish(lines: ["stopped"]))
        #expect(terminal.text() == "1 of 2\nstopped\n")
    }

    @Test(arguments: [1, 2, 5, 20, 79, 200])
    func `no line is wider than the screen`(columns: Int) throws {
        let (terminal, output) = try screen(columns: columns)
        defer { terminal.close() }
        output.progress(area: { _ in [Line(String(repeating: "漢字 wide ", count: 30))] }, line: "")
        let lines = terminal.text().split(separator: "\n")
        #expect(lines.count == 1)
        #expect(lines.allSatisfy { String($0).displayWidth <= columns })
    }

    @Test func `a narrower screen has broken the old lines, and all of them go`() throws {
        let (terminal, output) = try screen(columns: 80)
        defer { terminal.close() }
        output.progress(area: { _ in [Line(String(repeating: "x", count: 80)), "y"] }, line: "")
        _ = terminal.text()
        terminal.resize(columns: 30)
        clock.move(milliseconds: 100)
        output.progress(area: { _ in ["z"] }, line: "")
        #expect(terminal.text() == "\r\u{1b}[4A\u{1b}[Jz\n")
    }

    @Test func `an area taller than the screen says how much is missing`() throws {
        let (terminal, output) = try screen(columns: 80, rows: 4)
        defer { terminal.close() }
        output.progress(area: { _ in (1...40).map { "lane \($0)" } }, line: "")
        #expect(terminal.text() == "lane 1\nlane 2\n… 38 more\n")
    }

    @Test func `without a screen there is one line every ten seconds`() throws {
        let pipe = try Channel()
        let output = Output(
            OutputSettings(), command: "apply", clock: clock, output: pipe.writing,
            error: pipe.writing)
        for step in 0..<25 {
            output.progress(area: { _ in ["not here"] }, line: "step \(step)")
            clock.move(milliseconds: 1000)
        }
        output.endProgress(["done"])
        #expect(pipe.text() == "step 0\nstep 10\nstep 20\ndone\n")
    }
}
