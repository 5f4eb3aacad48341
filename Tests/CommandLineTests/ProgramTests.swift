// SPDX-License-Identifier: MIT

import CommandLine
import Formats
import Glibc
import Model
import Testing

/// The program as a process: what it writes where, and how it ends.
struct ProgramTests {
    private func text(_ bytes: [UInt8]?) -> String { String(decoding: bytes ?? [], as: UTF8.self) }

    /// The exit test hands its own standard output over with the program's.
    private func lastLine(_ bytes: [UInt8]?) -> String {
        text(bytes).split(separator: "\n").last.map(String.init) ?? ""
    }

    @Test func `a verb's finish becomes the status and the answer`() async throws {
        let result = try await #require(
            processExitsWith: .exitCode(4),
            observing: [\.standardOutputContent, \.standardErrorContent]
        ) {
            let table = CommandTable([
                Implementation(Verbs.apply) { context in
                    let run = context.invocation[Arguments.run]
                    return Finish(.doubt, run: run == .number(42) ? 42 : nil)
                }
            ])
            await Program(table).main(["apply", "42", "--json"])
        }
        #expect(
            lastLine(result.standardOutputContent)
                == "{\"command\":\"apply\",\"exit\":4,\"run\":42}")
    }

    @Test func `a problem thrown is said, and its word is the code`() async throws {
        let result = try await #require(
            processExitsWith: .exitCode(6), observing: [\.standardErrorContent]
        ) {
            let table = CommandTable([
                Implementation(Verbs.apply) { _ in
                    throw Problem(.notApproved, "run 42 is blocked", next: "rescind approve 42")
                }
            ])
            await Program(table).main(["apply", "42"])
        }
        #expect(
            text(result.standardErrorContent)
                .contains("rescind: apply: run 42 is blocked\n  next: rescind approve 42\n"))
    }

    @Test func `an error nobody foresaw is an internal one`() async throws {
        struct Surprise: Error {}
        let result = try await #require(
            processExitsWith: .exitCode(1), observing: [\.standardOutputContent]
        ) {
            let table = CommandTable([Implementation(Verbs.runs) { _ in throw Surprise() }])
            await Program(table).main(["runs", "--json"])
        }
        #expect(lastLine(result.standardOutputContent).contains("\"code\":\"internal\""))
    }

    @Test func `a mistake in the line is one JSON object too`() async throws {
        let result = try await #require(
            processExitsWith: .exitCode(2), observing: [\.standardOutputContent]
        ) { await Program(.complete).main(["show", "--json"]) }
        let answer = try JSON.parse(lastLine(result.standardOutputContent))
        #expect(answer["command"]?.string == "show")
        #expect(answer["error"]?["code"]?.string == "usage")
    }

    @Test func `without a verb the help is shown, and it is a mistake`() async throws {
        let result = try await #require(
            processExitsWith: .exitCode(2), observing: [\.standardErrorContent]
        ) { await Program(.complete).main([]) }
        #expect(text(result.standardErrorContent).contains("cancels pending shipments in bulk"))
    }

    @Test func `the version is a number`() async throws {
        let result = try await #require(
            processExitsWith: .exitCode(0), observing: [\.standardOutputContent]
        ) { await Program(.complete).main(["plan", "--nonsense", "--version"]) }
        #expect(lastLine(result.standardOutputContent) == "rescind \(Version.number)")
    }

    @Test func `a signal ends a command at once, with its JSON`() async throws {
        let result = try await #require(
            processExitsWith: .signal(SIGTERM), observing: [\.standardOutputContent]
        ) {
            let table = CommandTable([
                Implementation(Verbs.runs) { _ in
                    kill(getpid(), SIGTERM)
                    while true { sleep(1) }
                }
            ])
            await Program(table).main(["runs", "--json"])
        }
        #expect(
            lastLine(result.standardOutputContent)
                == "{\"command\":\"runs\",\"exit\":143,\"stopped\":\"signal SIGTERM\"}")
    }

    @Test func `a command that ends in order gets the first signal`() async throws {
        let result = try await #require(
            processExitsWith: .signal(SIGINT), observing: [\.standardOutputContent]
        ) {
            let table = CommandTable([
                Implementation(Verbs.apply) { context in
                    await context.signals.inOrder({ _ in }) {
                        kill(getpid(), SIGINT)
                        while context.signals.first == nil { usleep(1000) }
                    }
                    return Finish(signal: context.signals.first ?? 0, run: 42)
                }
            ])
            await Program(table).main(["apply", "42", "--json"])
        }
        #expect(
            lastLine(result.standardOutputContent)
                == "{\"command\":\"apply\",\"exit\":130,\"run\":42}")
    }

    @Test func `the second signal ends it at once`() async throws {
        let result = try await #require(
            processExitsWith: .signal(SIGTERM), observing: [\.standardOutputContent]
        ) {
            let table = CommandTable([
                Implementation(Verbs.apply) { context in
                    alarm(30)
                    let second: Signals.Receiver = { if $0 == SIGINT { kill(getpid(), SIGTERM) } }
                    await context.signals.inOrder(second) {
                        kill(getpid(), SIGINT)
                        while context.signals.count < 3 { usleep(1000) }
                    }
                    return Finish()
                }
            ])
            await Program(table).main(["apply", "42", "--json"])
        }
        #expect(lastLine(result.standardOutputContent).contains("\"stopped\":\"signal SIGTERM\""))
    }

    @Test func `a reader who stopped reading does not hold up a signal`() async {
        await #expect(processExitsWith: .signal(SIGTERM)) {
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else { exit(1) }
            dup2(ends[1], STDOUT_FILENO)
            let table = CommandTable([
                Implementation(Verbs.man) { _ in Finish() },
                Implementation(Verbs.runs) { context in
                    alarm(30)
                    Task.detached {
                        // By now the pipe is full and the write below holds the output.
                        usleep(200_000)
                        kill(getpid(), SIGTERM)
                    }
                    context.output.stream([UInt8](repeating: 65, count: 10_000_000))
                    return Finish()
                },
            ])
            await Program(table).main(["runs"])
        }
    }

    @Test(arguments: [["help"], ["--version"], ["help", "plan"], ["apply", "42", "--help"]])
    func `help and the version end the program before anything begins`(words: [String]) async {
        await #expect(processExitsWith: .exitCode(0)) { [words = words as [String]] in
            Program(.complete).answerAtOnce(words)
            exit(1)
        }
    }

    @Test(arguments: [["runs"], ["nonsense"], []])
    func `whatever else is asked is left to the whole program`(words: [String]) async {
        await #expect(processExitsWith: .exitCode(7)) { [words = words as [String]] in
            Program(.complete).answerAtOnce(words)
            exit(7)
        }
    }

    @Test func `what the parent ignores stays ignored`() async {
        await #expect(processExitsWith: .exitCode(0)) {
            signal(SIGHUP, SIG_IGN)
            let table = CommandTable([
                Implementation(Verbs.runs) { context in
                    kill(getpid(), SIGHUP)
                    usleep(50_000)
                    return Finish(context.signals.count == 0 ? .done : .internalError)
                }
            ])
            await Program(table).main(["runs"])
        }
    }
}
