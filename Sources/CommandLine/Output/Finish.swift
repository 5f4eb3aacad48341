// SPDX-License-Identifier: MIT

package import Formats
package import Model

/// How a process ends.
package enum Ending: Sendable, Equatable {
    case code(ExitCode)
    /// By this signal; a shell sees 128 and its number.
    case signal(Int32)

    /// The status as a shell sees it.
    package var status: Int32 {
        switch self {
        case .code(let code): code.rawValue
        case .signal(let number): 128 + number
        }
    }
}

/// What a command hands back: its ending, and the result for people and for programs.
package struct Finish: Sendable {
    package var ending: Ending
    /// The run it was about, where there is one.
    package var run: Int?
    /// The members of the JSON answer beside `command`, `exit`, `run` and `error`.
    package var members: [JSON.Member]
    /// The result for people; where a command has written its lines already, none.
    package var lines: [Line]
    package var problem: Problem?

    package init(
        _ code: ExitCode = .done, run: Int? = nil, members: [JSON.Member] = [], lines: [Line] = []
    ) {
        ending = .code(code)
        self.run = run
        self.members = members
        self.lines = lines
    }

    /// A failure; the problem says the code.
    package init(
        _ problem: Problem, run: Int? = nil, members: [JSON.Member] = [], lines: [Line] = []
    ) {
        self.init(problem.exit, run: run, members: members, lines: lines)
        self.problem = problem
    }

    /// An ending by a signal; the work can be continued.
    package init(
        signal: Int32, run: Int? = nil, members: [JSON.Member] = [], lines: [Line] = []
    ) {
        self.init(.done, run: run, members: members, lines: lines)
        ending = .signal(signal)
    }

    /// The one JSON object of `--json`.
    package func json(command: String) -> JSON.Value {
        var all = [
            JSON.Member("command", .string(command)),
            JSON.Member("exit", .number(String(ending.status))),
        ]
        if let run { all.append(JSON.Member("run", .number(String(run)))) }
        all += members
        if let problem { all.append(JSON.Member("error", problem.json)) }
        return .object(all)
    }
}

extension Problem {
    /// The problem as `error` in a JSON answer.
    package var json: JSON.Value {
        var members = [
            JSON.Member("code", .string(word.rawValue)), JSON.Member("message", .string(what)),
        ]
        if let place { members.append(JSON.Member("place", .string(place))) }
        members.append(JSON.Member("next", .string(next ?? word.next)))
        return .object(members)
    }

    /// The problem for people: what happened, where, and the next command.
    package var lines: [Line] {
        let head: Line = "\("rescind:", .bad) \(place.map { "\($0): " } ?? "")\(what)"
        let next = next ?? word.next
        // A slip in a command line deserves one line, not a paragraph.
        return isSlip ? [head + Line(" (see \(next))")] : [head, "  next: \(next, .strong)"]
    }

    /// A mistake of which the command line itself is the place.
    var isSlip: Bool { word == .usage && place == nil && next?.hasPrefix("rescind help") == true }

    /// The problem with the command as its place where it names none.
    func placed(in command: String) -> Problem {
        guard place == nil, !isSlip else { return self }
        var problem = self
        problem.place = command
        return problem
    }
}
