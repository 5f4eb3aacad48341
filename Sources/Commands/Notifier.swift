// SPDX-License-Identifier: MIT

import CommandLine
import Formats
import Job
import Model
import Processes

/// Hands the summary of a run to the job's `notify` command, however the run ended.
struct Notifier {
    static let secondsMax: Int64 = 60

    private let line: String?
    private let output: Output

    /// A rehearsal tells nobody: nothing of it leaves the machine.
    init(_ workplace: Workplace) {
        line = workplace.isRehearsal ? nil : workplace.jobReading?.draft?.notify
        output = workplace.output
    }

    /// What goes wrong here is said, and changes nothing.
    func tell(_ finish: Finish, command: String) {
        guard let line else { return }
        let summary = finish.json(command: command).screenSafeBytes + [UInt8(ascii: "\n")]
        do throws(Child.Failure) {
            try Child.feed(summary, to: line, withinMilliseconds: Self.secondsMax * 1000)
        } catch {
            let problem = Problem(
                .internal, "notify was not told: the command \(error.words)", at: line,
                next: "rescind runs: the night itself is on record")
            for line in problem.lines { output.warning(line) }
        }
    }
}
