// SPDX-License-Identifier: MIT

import CommandLine
import Credentials
import Formats
import HTTP
import Job
import Model

/// `rescind check [--online]`: every problem of the job at once, each with what to write instead.
enum CheckCommand {
    static func perform(_ workplace: Workplace) async throws -> Finish {
        guard let reading = workplace.jobReading else {
            // The same words as everywhere else where there is no job.
            _ = try workplace.job()
            return Finish(.usage)
        }
        var findings = Findings()
        findings.add(reading.problems)
        if let draft = reading.draft {
            CheckCredentials(workplace).check(draft, &findings)
            CheckFiles(workplace).check(draft, &findings)
            try CheckRules(workplace).check(draft, &findings)
            if workplace.invocation[Options.online] {
                try await CheckOnline(workplace).check(draft, &findings)
            }
        }
        return finish(findings, reading.draft, workplace)
    }

    private static func finish(
        _ findings: Findings, _ job: Job?, _ workplace: Workplace
    ) -> Finish {
        let screen = CheckScreen(findings, job)
        let members = screen.members
        workplace.output.result(screen.lines(columns: workplace.output.columns))
        guard let first = findings.problems.first else { return Finish(members: members) }
        let count = findings.problems.count
        return Finish(
            Problem(
                first.word, "the job has \(counted(count, "problem"))", at: job?.file,
                next: "mend what is named above, then rescind check"),
            members: members)
    }
}

/// What a check found: problems that end a run, remarks that do not, and what was seen to work.
struct Findings {
    private(set) var problems: [Problem] = []
    private(set) var remarks: [Problem] = []
    private(set) var good: [(what: String, words: String)] = []

    mutating func add(_ problem: Problem) {
        // A mistake that all accounts share is said once.
        if !problems.contains(problem) { problems.append(problem) }
    }

    /// Adds what is wrong with a rule, unless another export showed the same of it.
    mutating func add(_ problem: Problem, ofRuleAt place: String) {
        let isKnown = problems.contains {
            $0.what == problem.what && $0.place?.hasPrefix(place) == true
        }
        if !isKnown { problems.append(problem) }
    }

    mutating func add(_ all: [Problem]) {
        for problem in all { add(problem) }
    }

    mutating func remark(_ remark: Problem) {
        if !remarks.contains(remark) { remarks.append(remark) }
    }

    mutating func works(_ what: String, _ words: String) { good.append((what, words)) }

    /// Does what may fail with a problem, and keeps the problem.
    mutating func attempt(_ body: () throws(Problem) -> Void) {
        do throws(Problem) { try body() } catch { add(error) }
    }
}

/// What a check says, to people and to programs.
struct CheckScreen {
    private let findings: Findings
    private let job: Job?

    init(_ findings: Findings, _ job: Job?) {
        self.findings = findings
        self.job = job
    }

    func lines(columns: Int?) -> [Line] {
        var facts = FactSheet()
        for entry in findings.good { facts.add(entry.what, Line(entry.words)) }
        var lines = facts.lines(columns: columns)
        lines += described("Problems", findings.problems, .bad, columns)
        lines += described("Worth knowing", findings.remarks, .warning, columns)
        if findings.problems.isEmpty {
            lines.append(Line())
            lines.append(Line("The job can be used.", .good))
        }
        return lines.first?.text.isEmpty == true ? Array(lines.dropFirst()) : lines
    }

    private func described(
        _ title: String, _ problems: [Problem], _ style: Style, _ columns: Int?
    ) -> [Line] {
        guard !problems.isEmpty else { return [] }
        var lines = [Line(), Line(title, .strong)]
        for problem in problems {
            let place = Line(problem.place ?? "job").text
            lines += wrapped(place, columns: max(20, (columns ?? Int.max) - 2)).map {
                Line("  ") + Line($0, .strong)
            }
            lines += indented(problem.what, style, columns)
            if let next = problem.next { lines += indented("next: \(next)", .plain, columns) }
        }
        return lines
    }

    private func indented(_ text: String, _ style: Style, _ columns: Int?) -> [Line] {
        wrapped(Line(text).text, columns: max(20, (columns ?? Int.max) - 4)).map {
            Line("    ") + Line($0, style)
        }
    }

    var members: [JSON.Member] {
        [
            JSON.Member("job", job?.file.map(JSON.Value.string) ?? .null),
            JSON.Member(
                "accounts",
                .array(
                    (job?.accounts ?? []).map {
                        ["name": .string($0.name), "provider": .string($0.provider.rawValue)]
                    })),
            JSON.Member("problems", .array(findings.problems.map(\.json))),
            JSON.Member("remarks", .array(findings.remarks.map(\.json))),
            JSON.Member(
                "good",
                .array(
                    findings.good.map { ["what": .string($0.what), "words": .string($0.words)] })),
        ]
    }
}
