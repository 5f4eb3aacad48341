// SPDX-License-Identifier: MIT

import Formats
import Glibc
package import Model

/// A whole run of the program: understand, do, answer.
package struct Program: Sendable {
    private let table: CommandTable
    private let environment: EnvironmentVariables
    private let clock: any Clock
    private let signals: Signals

    package init(
        _ table: CommandTable, environment: EnvironmentVariables = .current,
        clock: any Clock = SystemClock(), signals: Signals = Signals()
    ) {
        self.table = table
        self.environment = environment
        self.clock = clock
        self.signals = signals
    }

    /// Ends the process where the words ask for help or the version only.
    ///
    /// That needs no thread: before Swift starts its own it is there in half the time.
    package func answerAtOnce(_ words: [String]) {
        Signals.ignoreBrokenPipes()
        guard let asked = try? Parser(table).parse(words), let ending = told(asked) else { return }
        Self.leave(ending)
    }

    /// Runs and ends the process; nothing comes after it.
    package func main(_ words: [String]) async -> Never {
        signals.install()
        Self.leave(await run(words))
    }

    /// Runs the words after the program's name; the ending is nil where a signal is at it.
    package func run(_ words: [String]) async -> Ending? {
        do throws(UsageError) {
            let asked = try Parser(table).parse(words)
            guard case .perform(let invocation) = asked else { return told(asked) }
            return await perform(invocation)
        } catch {
            return misused(
                error, json: Parser.wantsJSON(words), log: Parser.wantedLog(words))
        }
    }

    /// Ends the process; after a nil it waits for the one who is ending it.
    package static func leave(_ ending: Ending?) -> Never {
        switch ending {
        case .code(let code): exit(code.rawValue)
        case .signal(let number): Signals.end(by: number)
        case nil: while true { pause() }
        }
    }
}

extension Program {
    private func perform(_ invocation: Invocation) async -> Ending? {
        let output = output(invocation, command: invocation.verb.name)
        signals.atOnce { number in
            Signals.endSoon(by: number)
            output.warning("\("rescind:", .warning) ended by \(signalName(number))")
            Self.leave(output.finish(Self.cutShort(by: number)))
        }
        let context = Context(invocation: invocation, output: output, signals: signals)
        return output.finish(await finish(context))
    }

    private func finish(_ context: Context) async -> Finish {
        if let answer = answer(context) { return answer }
        guard let implementation = table.implementation(of: context.invocation.verb) else {
            return Finish(Problem(.internal, "\(context.invocation.verb.name) has no code"))
        }
        do {
            return try await implementation.perform(context)
        } catch let problem as Problem {
            return Finish(problem)
        } catch {
            return Finish(Problem(unforeseen: error))
        }
    }

    /// What a program knows that was ended between two instructions.
    private static func cutShort(by number: Int32) -> Finish {
        let name = signalName(number)
        return Finish(
            signal: number, members: [JSON.Member("stopped", .string("signal \(name)"))])
    }
}

// MARK: What the table answers itself
extension Program {
    /// The verbs that are functions of the table.
    private func answer(_ context: Context) -> Finish? {
        switch context.invocation.verb.name {
        case Verbs.completions.name:
            let shell = context.invocation[Arguments.shell] ?? .bash
            context.output.stream(Array(Completions(table).script(for: shell).utf8))
        case Verbs.man.name:
            context.output.stream(Array(ManualPage(table).text.utf8))
        default: return nil
        }
        return Finish()
    }

    /// Help and the version; nil for what has to be performed.
    private func told(_ asked: ParseResult) -> Ending? {
        switch asked {
        case .help(let topic): help(topic)
        case .version(let json): version(json: json)
        case .perform: nil
        }
    }

    private func help(_ topic: HelpTopic) -> Ending? {
        let output = output(nil, command: Verbs.help.name)
        return output.finish(Finish(lines: Help(table, columns: output.columns).lines(topic)))
    }

    private func version(json: Bool) -> Ending? {
        var settings = settings(nil)
        settings.json = json
        let output = Output(settings, command: "version", clock: clock)
        return output.finish(
            Finish(
                members: [JSON.Member("version", .string(Version.number))],
                lines: ["rescind \(Version.number)"]))
    }

    private func misused(_ error: UsageError, json: Bool, log: LogForm) -> Ending? {
        var settings = settings(nil)
        settings.json = json
        settings.log = log
        let output = Output(settings, command: error.command, clock: clock)
        if error.nothingAsked, !json {
            // Help nobody asked for is a message, so that a pipe gets no text for a result.
            for line in Help(table, columns: output.columns).lines(.overview) {
                output.message(line)
            }
            return output.finish(Finish(.usage))
        }
        return output.finish(Finish(error.problem))
    }

    private func output(_ invocation: Invocation?, command: String) -> Output {
        Output(settings(invocation), command: command, clock: clock)
    }

    private func settings(_ invocation: Invocation?) -> OutputSettings {
        OutputSettings(
            invocation, environment, output: Terminal(1).isTerminal, error: Terminal(2).isTerminal)
    }
}
