// SPDX-License-Identifier: MIT

import Formats
import Model

/// Reads located JSON into settings by the schema table, and collects every problem on the way.
struct Reader {
    let source: Source
    let paths: Paths
    let zoneExists: @Sendable (String) -> Bool
    private(set) var problems: [Problem] = []

    /// What a problem's place begins with.
    enum Source {
        case file(String)
        /// An account made from options: the path names the option.
        case options
    }

    init(source: Source, paths: Paths, zoneExists: @escaping @Sendable (String) -> Bool) {
        self.source = source
        self.paths = paths
        self.zoneExists = zoneExists
    }

    func place(_ path: JobPath, line: Int) -> String {
        switch source {
        case .file(let file):
            "\(file) line \(line)" + (path.text.isEmpty ? "" : ", \(path.text)")
        case .options: option(path.last)
        }
    }

    private func option(_ name: String) -> String {
        switch name {
        case "provider": "--provider"
        case "baseURL": "--base-url"
        default: "--credential \(name)"
        }
    }

    /// What to write for a key: a line of the job, or an option.
    func advice(_ key: Key) -> String {
        switch source {
        case .file: "write \(key.line)"
        case .options:
            "add \(option(key.name))\(key.name == "baseURL" ? " " : "=")"
                + key.example.filter { $0 != "\"" }
        }
    }

    /// More than anyone mends in one sitting: the file is no job at all then.
    static let problemsMax = 200

    /// Notes a problem; the same one from a shared block is noted once.
    mutating func report(_ what: String, at place: String?, next: String? = nil) {
        let problem = Problem(.jobInvalid, what, at: place, next: next)
        if problems.count > Self.problemsMax || problems.contains(problem) { return }
        problems.append(
            problems.count < Self.problemsMax
                ? problem : Problem(.jobInvalid, "there are more problems than are shown"))
    }

    mutating func report(
        _ what: String, _ path: JobPath, line: Int, next: String? = nil
    ) {
        report(what, at: place(path, line: line), next: next)
    }

    /// Reads a group with fixed keys.
    mutating func section(_ node: JSON.Located, keys: [Key], _ path: JobPath) -> Section? {
        guard let members = node.members else { return nil }
        var section = Section()
        for member in members {
            guard let key = keys.first(where: { $0.name == member.name }) else {
                unknown(member, keys: keys, path)
                continue
            }
            let inner = path.appending(key.name)
            // null is how a job writes down that it says nothing.
            if member.value.isNull { continue }
            let setting = setting(member.value, key, inner)
            section.set(key.name, setting, at: place(inner, line: member.value.line))
        }
        return section
    }

    private mutating func unknown(_ member: JSON.LocatedMember, keys: [Key], _ path: JobPath) {
        let inner = path.appending(member.name)
        let where_ = place(inner, line: member.place.line)
        let group = path.text.isEmpty ? "the job" : path.text
        if let near = nearest(to: member.name, among: keys.map(\.name)) {
            report(
                "\(shown(member.name)) is no key of \(group); did you mean \(near)?", at: where_,
                next: "write \(near)")
        } else {
            let names = keys.map(\.name).joined(separator: ", ")
            report("\(shown(member.name)) is no key of \(group)", at: where_, next: "use \(names)")
        }
    }

    /// A name as it may stand in a message: no control characters, not without end.
    func shown(_ name: String) -> String {
        let plain = name.unicodeScalars.prefix(60).map { scalar in
            scalar.value < 32 || scalar.value == 127 ? "?" : Character(scalar)
        }
        return "\"" + String(plain) + (name.unicodeScalars.count > 60 ? "…" : "") + "\""
    }

    /// Says what a key expects; the value itself is not repeated, since it may be a secret.
    mutating func mismatch(_ key: Key, _ path: JobPath, _ node: JSON.Located) {
        report(
            "\(path.last) must be \(key.kind.expected), not \(describe(node, key))", path,
            line: node.line, next: advice(key))
    }

    private func describe(_ node: JSON.Located, _ key: Key) -> String {
        switch node.content {
        case _ where key.kind.isSecret: node.kind
        case .number(let text): text.utf8.count <= 20 ? text : node.kind
        case .bool(let value): value ? "true" : "false"
        case .string: "this text"
        case _ where node.members?.isEmpty == true: "{}"
        default: node.kind
        }
    }
}
