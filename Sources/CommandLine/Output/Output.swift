// SPDX-License-Identifier: MIT

package import Formats
package import Model
import Synchronization

/// The one place that knows terminal or not, width, colour, quiet and JSON.
///
/// Results go to standard output, messages and progress to standard error. All of it passes one
/// lock, so lines of different threads never mix.
package final class Output: Sendable {
    package let settings: OutputSettings
    /// The verb, for `command` in the JSON answer.
    package let command: String
    let clock: any Clock
    private let output: Descriptor
    private let error: Descriptor
    private let state = Mutex(State())

    private struct State {
        var area = ScreenArea()
        /// What the area shows, to draw it again below a message.
        var shown: [Line]?
        var drawnAt: Int64?
        var saidAt: Int64?
        var isClosed = false
        var failure: Int32?
        var isStream = false
        var isFinished = false
    }

    package init(
        _ settings: OutputSettings, command: String, clock: any Clock, output: Int32 = 1,
        error: Int32 = 2
    ) {
        self.settings = settings
        self.command = command
        self.clock = clock
        self.output = Descriptor(number: output)
        self.error = Descriptor(number: error)
    }

    /// The width of standard output; nil where it is no screen and nobody asked for one.
    package var columns: Int? {
        settings.columns ?? Terminal(output.number).size?.columns
    }

    /// Whether nobody reads standard output any more; long results may stop then.
    package var isClosed: Bool { state.withLock { $0.isClosed } }
}

// MARK: Results
extension Output {
    /// Lines of the result; with `--json` the answer is another, and nothing is written.
    package func result(_ lines: [Line]) {
        guard !settings.json, !lines.isEmpty else { return }
        let text = lines.map { $0.rendered(colour: settings.colourOnOutput) + "\n" }.joined()
        state.withLock { send(Array(text.utf8), &$0) }
    }

    package func result(_ line: Line) { result([line]) }
    package func result(_ table: TextTable) { result(table.lines(columns: columns)) }
    package func result(_ facts: FactSheet) { result(facts.lines(columns: columns)) }

    /// Bytes as they are, for the commands whose standard output is a document or a stream.
    ///
    /// From then on `--json` adds no object of its own to standard output.
    package func stream(_ bytes: [UInt8]) {
        state.withLock { state in
            state.isStream = true
            send(bytes, &state)
        }
    }

    private func send(_ bytes: [UInt8], _ state: inout State) {
        guard !state.isClosed, state.failure == nil else { return }
        clear(&state)
        switch output.write(bytes) {
        case .written: break
        case .closed: state.isClosed = true
        case .failed(let number): state.failure = number
        }
    }
}

// MARK: Messages
extension Output {
    /// How much a message matters; quiet keeps only what went wrong.
    package enum Level: String, Sendable {
        case detail = "debug"
        case info
        case warning
        case error
    }

    /// A line on standard error; with `--log json` an event with these members.
    package func message(
        _ line: Line, _ level: Level = .info, event: String = "message",
        _ members: [JSON.Member] = []
    ) {
        guard isHeard(level) else { return }
        state.withLock { say(line, level, event, members, &$0) }
    }

    /// What a collector of `--log json` is told and a person is not: the person sees the results.
    package func event(_ name: String, _ line: Line, _ members: [JSON.Member]) {
        guard settings.log == .json else { return }
        message(line, event: name, members)
    }

    package func detail(_ line: Line) { message(line, .detail) }
    package func warning(_ line: Line) { message(line, .warning) }

    private func isHeard(_ level: Level) -> Bool {
        switch level {
        case .detail: settings.verbose && !settings.quiet
        case .info: !settings.quiet
        case .warning, .error: true
        }
    }

    private func say(
        _ line: Line, _ level: Level, _ event: String, _ members: [JSON.Member],
        _ state: inout State
    ) {
        let shown = state.area.isEmpty ? nil : state.shown
        clear(&state)
        switch settings.log {
        case .text: write(line.rendered(colour: settings.colourOnError) + "\n")
        case .json: write(logged(line, level, event, members))
        }
        if let shown { draw(shown, &state) }
    }

    private func logged(
        _ line: Line, _ level: Level, _ event: String, _ members: [JSON.Member]
    ) -> String {
        let value = JSON.Value.object(
            [
                JSON.Member("time", .string(clock.now.description)),
                JSON.Member("level", .string(level.rawValue)),
                JSON.Member("command", .string(command)),
                JSON.Member("event", .string(event)),
                JSON.Member("message", .string(line.text)),
            ] + members)
        return String(decoding: value.screenSafeBytes, as: UTF8.self) + "\n"
    }

    /// Messages are best effort: a closed standard error must not stop a run.
    private func write(_ text: String) { _ = error.write(Array(text.utf8)) }
}

// MARK: Progress
extension Output {
    /// No more than ten redraws a second; faster is flicker and costs the run its time.
    static let redrawMillisecondsMin: Int64 = 100
    /// Without a screen one line in this time.
    static let progressLineMillisecondsMin: Int64 = 10_000

    /// Shows how far the work is: `area`, for so many columns, on a screen, else `line`.
    ///
    /// It may be called as often as there is news; what comes too early waits for the next call,
    /// but what is `last` is drawn: it is what stays.
    package func progress(
        area: (Int) -> [Line], line: @autoclosure () -> Line, isLast: Bool = false,
        _ members: @autoclosure () -> [JSON.Member] = []
    ) {
        guard !settings.quiet else { return }
        let now = clock.monotonicMilliseconds
        state.withLock { state in
            if settings.redraws {
                if let last = state.drawnAt, now - last < Self.redrawMillisecondsMin, !isLast {
                    return
                }
                draw(area(screenColumns), &state)
                state.drawnAt = now
            } else {
                if let last = state.saidAt, now - last < Self.progressLineMillisecondsMin {
                    return
                }
                say(line(), .info, "progress", members(), &state)
                state.saidAt = now
            }
        }
    }

    /// Ends the progress view with lines that stay.
    package func endProgress(_ lines: [Line]) {
        state.withLock { state in
            clear(&state)
            state.shown = nil
            state.drawnAt = nil
            state.saidAt = nil
            guard !settings.quiet else { return }
            for line in lines { say(line, .info, "progress", [], &state) }
        }
    }

    /// The width of the screen that progress is drawn on.
    private var screenColumns: Int {
        settings.columns ?? Terminal(error.number).size?.columns ?? 80
    }

    private func draw(_ lines: [Line], _ state: inout State) {
        let bytes = state.area.draw(
            lines, columns: screenColumns, rows: Terminal(error.number).size?.rows ?? 24,
            colour: settings.colourOnError)
        state.shown = lines
        write(bytes)
    }

    private func clear(_ state: inout State) {
        guard !state.area.isEmpty else { return }
        let columns = Terminal(error.number).size?.columns ?? settings.columns ?? 80
        write(state.area.erase(columns: columns))
    }
}

// MARK: The end
extension Output {
    /// Says how it ended, once: results, the JSON answer, the problem.
    ///
    /// Whoever comes second, a signal or the command itself, gets nil and must not end the
    /// process: the first is doing it.
    package func finish(_ finish: Finish) -> Ending? {
        let isFirst = state.withLock { state in
            defer { state.isFinished = true }
            // What the progress view showed last stays where it is.
            state.area.leave()
            return !state.isFinished
        }
        guard isFirst else { return nil }
        result(finish.lines)
        if let problem = finish.problem { say(problem) }
        if settings.json { answer(finish) }
        return endingAfterWrites(finish.ending)
    }

    private func say(_ unplaced: Problem) {
        let problem = unplaced.placed(in: command)
        switch settings.log {
        case .text: for line in problem.lines { message(line, .error) }
        case .json:
            message(
                Line(problem.what), .error, event: "problem",
                problem.json.members?.filter { $0.name != "message" } ?? [])
        }
    }

    private func answer(_ finish: Finish) {
        state.withLock { state in
            guard !state.isStream else { return }
            send(finish.json(command: command).screenSafeBytes + [UInt8(ascii: "\n")], &state)
        }
    }

    /// A result that could not be written is not done; a reader who left is no failure.
    private func endingAfterWrites(_ ending: Ending) -> Ending {
        guard let number = state.withLock({ $0.failure }) else { return ending }
        message(
            "\("rescind:", .bad) the result could not be written: \(systemMessage(number))",
            .error)
        guard case .code(let code) = ending else { return ending }
        return .code(ExitCode.worst(of: [code, .storage]))
    }
}
