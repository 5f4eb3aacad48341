// SPDX-License-Identifier: MIT

import Glibc
import Model
import Testing

@testable import CommandLine

struct QuestionTests {
    private let question = Question(
        "Type 4112 to cancel 4,112 shipments of us-store, LIVE", answer: "4112",
        unattended: "rescind apply 42 --yes")

    @Test(arguments: [
        ("4112\n", true), (" 4,112 \n", true), ("4112\r\n", true), ("412\n", false),
        ("yes\n", false), ("\n", false), ("\u{4}", false),
        (String(repeating: "4112", count: 200) + "\n", false),
    ])
    func `only the word that was asked for is a yes`(typed: String, yes: Bool) throws {
        let terminal = try PseudoTerminal(columns: 80)
        defer { terminal.close() }
        terminal.type(typed)
        let output = Output(OutputSettings(), command: "apply", clock: HandClock())
        #expect(output.ask(question, on: terminal.screen) == yes)
        #expect(
            terminal.text() == "Type 4112 to cancel 4,112 shipments of us-store, LIVE: ")
    }

    @Test func `a word is taken as it is`() {
        let named = Question("Type us-store", answer: "us-store", unattended: "")
        #expect(named.isAnswered(by: "us-store"))
        #expect(!named.isAnswered(by: "us,store"))
    }

    @Test func `without a terminal it refuses and names the way without`() async {
        await #expect(processExitsWith: .exitCode(2)) {
            // A session of its own has no terminal.
            _ = setsid()
            close(STDIN_FILENO)
            let output = Output(OutputSettings(), command: "apply", clock: SystemClock())
            do throws(Problem) {
                _ = try output.ask(
                    Question("Type 1", answer: "1", unattended: "rescind apply 42 --yes"))
            } catch {
                exit(error.next == "rescind apply 42 --yes" ? error.exit.rawValue : 1)
            }
        }
    }
}
