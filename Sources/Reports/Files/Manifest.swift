// SPDX-License-Identifier: MIT

import Audit
import Formats
import Model

/// `manifest.json`: every file of the folder with its rows, sums and SHA-256.
struct Manifest {
    static let schema = 1

    private let report: Report
    private let folder: ReportFolder

    init(_ report: Report, _ folder: ReportFolder) {
        self.report = report
        self.folder = folder
    }

    /// Lists what was written, and what was written at the same position before.
    func write(_ written: [WrittenFile]) throws -> WrittenFile {
        let kept = settle(written)
        let draft = try OutputFile(ReportFolder.manifestName, in: folder.path)
        let json: JSON.Value = .object([
            JSON.Member("schema", .number(String(Self.schema))),
            JSON.Member("run", .number(String(report.run.run))),
            JSON.Member("at", .number(String(report.position))),
            JSON.Member("files", .array(entries(written, kept))),
        ])
        try draft.write(json.serialized(pretty: true) + [0x0A])
        try draft.finish()
        return try draft.move()
    }

    /// Files of the same position stay; those of another would tell another story, and go.
    private func settle(_ written: [WrittenFile]) -> [JSON.Value] {
        guard let earlier = folder.earlier() else { return [] }
        let fresh = Set(written.map(\.name))
        let others = earlier.files.filter { file in
            file["path"]?.string.map { !fresh.contains($0) } ?? false
        }
        if earlier.position == report.position {
            return others.filter { $0["path"]?.string.map(folder.has) ?? false }
        }
        for name in others.compactMap({ $0["path"]?.string }) { folder.remove(name) }
        return []
    }

    /// In the order of their names, whatever was made first.
    private func entries(_ written: [WrittenFile], _ kept: [JSON.Value]) -> [JSON.Value] {
        (written.map(\.json) + kept).sorted {
            ($0["path"]?.string ?? "") < ($1["path"]?.string ?? "")
        }
    }
}

extension WrittenFile {
    fileprivate var json: JSON.Value {
        [
            "path": .string(name), "rows": .number(String(rows)), "value": value.json,
            "bytes": .number(String(bytes)), "sha256": .string(sha256),
        ]
    }
}
