// SPDX-License-Identifier: MIT

extension Schema {
    /// A job to start from: every key with its meaning, the defaults written out, the rest as
    /// examples behind `//`.
    package static var commentedJob: String {
        let intro = [
            "// What rescind may cancel, with which accounts, and within which limits.",
            "// `rescind check` names every mistake in here; a line behind // changes nothing.",
        ]
        return (intro + ["{"] + job.flatMap { lines($0, indent: "  ") } + ["}"])
            .joined(separator: "\n") + "\n"
    }

    /// Written out although they have no default: without them there is nothing to do.
    private static let needed: Set<String> = ["accounts", "due"]

    private static func lines(_ key: Key, indent: String) -> [String] {
        let comment = "\(indent)// \(key.meaning)"
        if !key.keys.isEmpty {
            let inner = key.keys.flatMap { lines($0, indent: indent + "  ") }
            return [comment, "\(indent)\(key.name): {"] + inner + ["\(indent)},"]
        }
        if let fallback = key.fallback, fallback != "null" {
            return [comment, "\(indent)\(key.name): \(fallback),"]
        }
        let example = "\(key.name): \(key.example),"
        return [comment, indent + (needed.contains(key.name) ? "" : "// ") + example]
    }
}
