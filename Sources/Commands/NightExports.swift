// SPDX-License-Identifier: MIT

import Glibc
import Job
import Model
import Planning

/// Which exports a night plans: those that are named, or each account's newest file.
struct NightExports {
    let exports: [PlanExport]

    /// `NAME=FILE` binds a file to an account; nothing at all takes the job's patterns.
    init(_ words: [String], job: Job) throws(Problem) {
        guard words.isEmpty else {
            exports = words.map { Self.bound($0, job) }
            return
        }
        var found: [PlanExport] = []
        for account in job.accounts {
            guard let pattern = account.exports else { continue }
            guard let newest = Self.newest(pattern) else {
                throw Problem(
                    .exportMissing, "no file matches the account's pattern",
                    at: "\(account.place): \(pattern)",
                    next: "see whether the export was made, or name it: \(account.name)=FILE")
            }
            found.append(PlanExport(newest, account: account.name))
        }
        guard !found.isEmpty else {
            throw Problem(
                .usage, "no export is named, and no account of the job has a pattern",
                next: "rescind run EXPORT, or give accounts exports: \"in/*.csv\"")
        }
        exports = found
    }

    private static func bound(_ word: String, _ job: Job) -> PlanExport {
        let parts = word.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, let name = parts.first, let path = parts.last,
            job.account(String(name)) != nil
        else { return PlanExport(word) }
        return PlanExport(String(path), account: String(name))
    }

    /// The match of a pattern that was modified last.
    static func newest(_ pattern: String) -> String? {
        var matches = glob_t()
        defer { globfree(&matches) }
        guard glob(pattern, GLOB_NOSORT, nil, &matches) == 0 else { return nil }
        var best: (path: String, at: Int)?
        for place in 0..<Int(matches.gl_pathc) {
            guard let text = matches.gl_pathv[place] else { continue }
            let path = String(cString: text)
            var facts = stat()
            guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { continue }
            let at = facts.st_mtim.tv_sec * 1_000_000_000 + facts.st_mtim.tv_nsec
            if best.map({ at > $0.at }) ?? true { best = (path, at) }
        }
        return best?.path
    }
}
