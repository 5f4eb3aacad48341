// SPDX-License-Identifier: MIT

import Glibc
import Job
import Model
import Planning

/// Which exports a night plans: those that are named, or each account's newest file.
struct NightExports {
    private(set) var found: [PlanExport] = []
    /// The accounts whose pattern no file matches.
    private(set) var leftOut: [LeftOut] = []

    /// `NAME=FILE` binds a file to an account; nothing at all takes the job's patterns.
    init(_ words: [String], job: Job) throws(Problem) {
        for word in words { found.append(try Self.bound(word, job)) }
        if words.isEmpty { try take(job.accounts.filter { $0.exports != nil }) }
    }

    private mutating func take(_ accounts: [Account]) throws(Problem) {
        guard !accounts.isEmpty else {
            throw Problem(
                .usage, "no export is named, and no account of the job has a pattern",
                next: "rescind run EXPORT, or give accounts exports: \"in/*.csv\"")
        }
        for account in accounts {
            let pattern = account.exports ?? ""
            if let newest = Self.newest(pattern) {
                found.append(PlanExport(newest, account: account.name))
            } else {
                leftOut.append(LeftOut(missing: pattern, of: account))
            }
        }
    }

    private static func bound(_ word: String, _ job: Job) throws(Problem) -> PlanExport {
        let parts = word.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, let name = parts.first, let path = parts.last else {
            return PlanExport(word)
        }
        guard job.account(String(name)) != nil else {
            if access(word, F_OK) == 0 { return PlanExport(word) }
            let near = nearest(to: String(name), among: job.accounts.map(\.name))
            throw Problem(
                .usage, "the job has no account \(name)", at: word,
                next: near.map { "did you mean \($0)=\(path)?" } ?? "rescind check lists them")
        }
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
            if best.map({ (at, path) > ($0.at, $0.path) }) ?? true { best = (path, at) }
        }
        return best?.path
    }
}
