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
            return PlanExport(word, account: owner(of: word, in: job))
        }
        guard job.account(String(name)) != nil else {
            if access(word, F_OK) == 0 {
                return PlanExport(word, account: owner(of: word, in: job))
            }
            let near = nearest(to: String(name), among: job.accounts.map(\.name))
            throw Problem(
                .usage, "the job has no account \(name)", at: word,
                next: near.map { "did you mean \($0)=\(path)?" } ?? "rescind check lists them")
        }
        return PlanExport(String(path), account: String(name))
    }

    /// The account whose pattern matches a file; nil where none does, or several.
    static func owner(of path: String, in job: Job) -> String? {
        guard job.accounts.count > 1, let real = realPath(path) else { return nil }
        let owners = job.accounts.filter { account in
            account.exports.map { matches($0).contains { realPath($0) == real } } ?? false
        }
        return owners.count == 1 ? owners[0].name : nil
    }

    private static func realPath(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    private static func matches(_ pattern: String) -> [String] {
        var matches = glob_t()
        defer { globfree(&matches) }
        guard glob(pattern, GLOB_NOSORT, nil, &matches) == 0 else { return [] }
        return (0..<Int(matches.gl_pathc)).compactMap { place in
            matches.gl_pathv[place].map { String(cString: $0) }
        }
    }

    /// The match of a pattern that was modified last.
    static func newest(_ pattern: String) -> String? {
        var best: (path: String, at: Int)?
        for path in matches(pattern) {
            var facts = stat()
            guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { continue }
            let at = facts.st_mtim.tv_sec * 1_000_000_000 + facts.st_mtim.tv_nsec
            if best.map({ (at, path) > ($0.at, $0.path) }) ?? true { best = (path, at) }
        }
        return best?.path
    }
}
