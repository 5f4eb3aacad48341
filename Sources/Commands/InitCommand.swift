// SPDX-License-Identifier: MIT

import CommandLine
import Formats
import Glibc
import Job
import Model

/// `rescind init [DIR]`: a commented job and a sample export; nothing is ever replaced.
enum InitCommand {
    static func perform(_ workplace: Workplace) throws -> Finish {
        let folder = workplace.invocation[Arguments.directory] ?? ""
        if !folder.isEmpty { try make(folder) }
        let today = Zone.utc.day(of: workplace.clock.now)
        let files = [
            (JobFile.standardName, Schema.commentedJob),
            (SampleExport.name, SampleExport.text(today: today)),
        ]
        var written: [(path: String, isNew: Bool)] = []
        for (name, text) in files {
            let path = Paths(directory: folder).resolve(name)
            let file = try NewFile(path)
            try file.write(Array(text.utf8))
            written.append((path, try file.finishUnlessThere()))
        }
        let next =
            (folder.isEmpty ? "" : "cd \(shellQuoted([folder])) && ") + "rescind plan pending.csv"
        return Finish(
            members: [
                JSON.Member("files", .array(written.map { json($0) })),
                JSON.Member("next", .string(next)),
            ], lines: lines(written, next, workplace.output.columns))
    }

    /// Makes the folder and those above it.
    private static func make(_ folder: String) throws(Problem) {
        var path = folder.hasPrefix("/") ? "/" : ""
        for part in folder.split(separator: "/") {
            path += path.isEmpty || path == "/" ? String(part) : "/\(part)"
            guard mkdir(path, 0o777) != 0, errno != EEXIST else { continue }
            let code = errno
            throw Problem(
                .usage,
                "the folder cannot be made: \(strerror(code).map { String(cString: $0) } ?? "")",
                at: path, next: "rescind init in a folder you may write to")
        }
    }

    private static func lines(
        _ files: [(path: String, isNew: Bool)], _ next: String, _ columns: Int?
    ) -> [Line] {
        var facts = FactSheet()
        for file in files {
            facts.add(
                file.isNew ? "Wrote" : "Kept",
                Line(file.path + (file.isNew ? "" : ", which was there already")))
        }
        facts.add("Next", Line(next, .strong))
        return facts.lines(columns: columns)
    }

    private static func json(_ file: (path: String, isNew: Bool)) -> JSON.Value {
        ["path": .string(file.path), "written": .bool(file.isNew)]
    }
}
