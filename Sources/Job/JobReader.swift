// SPDX-License-Identifier: MIT

import Formats
package import Model

/// What reading a job came to: every problem at once, not only the first.
package struct JobReading: Sendable {
    /// The job, when there is no problem.
    package let job: Job?
    /// What could be understood in spite of problems.
    ///
    /// For `check` alone, which goes on to rules and credentials with it; nothing is sent by it.
    package let draft: Job?
    package let problems: [Problem]

    init(draft: Job?, problems: [Problem]) {
        self.draft = draft
        self.problems = problems
        job = problems.isEmpty ? draft : nil
    }
}

/// Turns the text of a job file into a job.
package struct JobReader: Sendable {
    private let file: String
    private let paths: Paths
    private let zoneExists: @Sendable (String) -> Bool

    /// `file` is how problems call the job; relative paths begin at its folder.
    package init(
        file: String, home: String? = nil,
        zoneExists: @escaping @Sendable (String) -> Bool = TimeZones.exists
    ) {
        self.file = file
        paths = Paths(ofFile: file, home: home)
        self.zoneExists = zoneExists
    }

    package func read(_ text: [UInt8]) -> JobReading {
        let root: JSON.Located
        do throws(JSON.Failure) {
            root = try JSON.parse5(text)
        } catch {
            return JobReading(draft: nil, problems: [error.problem(.jobInvalid, in: file)])
        }
        var reader = Reader(source: .file(file), paths: paths, zoneExists: zoneExists)
        var job = JobResolver.job(root, &reader)
        job?.file = file
        job?.text = text
        return JobReading(draft: job, problems: reader.problems)
    }
}
