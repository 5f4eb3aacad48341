// SPDX-License-Identifier: MIT

import Model
import Testing

@testable import Job

struct CommentedJobTests {
    @Test func `the job to start from is in order and says the defaults`() throws {
        let reading = reading(Schema.commentedJob)
        #expect(reading.problems == [])
        let job = try #require(reading.job)
        #expect(job.accounts.map(\.name) == ["us-store"])
        #expect(job.rules.due.map(\.name) == ["stale a week"])
        #expect(job.limits == .standard)
        #expect(job.accept == Accept())
        #expect(job.maxExportAge == Job.standard.maxExportAge)
    }

    @Test func `every line behind the comment marks is in order too`() throws {
        let lines = Schema.commentedJob.split(separator: "\n").map { line in
            let name = line.drop { $0 == " " }.dropFirst(3).prefix { $0 != ":" }
            let isKey = KeyCase.job.contains { $0.key.name == name }
            return isKey ? line.replacing("// ", with: "", maxReplacements: 1) : line[...]
        }
        let text = lines.joined(separator: "\n")
        let reading = reading(text)
        #expect(reading.problems == [])
        for item in KeyCase.job {
            #expect(text.contains("\n" + indent(item) + item.key.name + ": "), "\(item.name)")
        }
    }

    private func indent(_ item: KeyCase) -> String {
        String(repeating: "  ", count: item.path.count)
    }
}
