// SPDX-License-Identifier: MIT

import CommandLine
import Glibc
import Job
import Model
import Planning

/// Looks at every file and folder a job names.
struct CheckFiles {
    private let workplace: Workplace

    init(_ workplace: Workplace) { self.workplace = workplace }

    func check(_ job: Job, _ findings: inout Findings) {
        checkHoldList(job, &findings)
        for account in job.accounts {
            if let file = account.caFile { readable(file, "caFile", account.place, &findings) }
        }
        if let key = job.signingKey { readable(key, "signingKey", job.file ?? "job", &findings) }
        writable(folderOf: workplace.auditPath, "audit", job, &findings)
        writable(folderOf: job.reports, "reports", job, &findings)
        if let kept = job.keepExports { writable(folderOf: kept, "keepExports", job, &findings) }
        for user in job.approval.by where getpwnam(user) == nil {
            findings.remark(
                Problem(
                    .jobInvalid, "there is no user \(user) on this machine",
                    at: "\(job.file ?? "job"), approval.by",
                    next: "whoever runs rescind approve must be one of the users named there"))
        }
    }

    private func checkHoldList(_ job: Job, _ findings: inout Findings) {
        guard let path = job.holdList, let zone = try? Zone(named: job.timeZone) else { return }
        findings.attempt { () throws(Problem) in
            _ = try HoldList(path, on: zone.day(of: workplace.clock.now))
        }
    }

    private func readable(
        _ path: String, _ key: String, _ place: String, _ findings: inout Findings
    ) {
        guard access(path, R_OK) != 0 else { return }
        let reason = strerror(errno).map { String(cString: $0) } ?? ""
        findings.add(
            Problem(
                .jobInvalid, "\(key) \(path) cannot be read: \(reason)", at: place,
                next: "ls -l \(path)"))
    }

    /// The nearest folder that exists must be one we may write into.
    private func writable(
        folderOf path: String, _ key: String, _ job: Job, _ findings: inout Findings
    ) {
        var folder = path
        repeat {
            let end = folder.lastIndex(of: "/")
            folder = end.map { $0 == folder.startIndex ? "/" : String(folder[..<$0]) } ?? "."
        } while access(folder, F_OK) != 0 && folder != "/" && folder != "."
        guard access(folder, W_OK | X_OK) != 0 else { return }
        findings.add(
            Problem(
                .jobInvalid, "\(key) cannot be written: this user may not write in \(folder)",
                at: "\(job.file ?? "job"), \(key)", next: "ls -ld \(folder)"))
    }
}
