// SPDX-License-Identifier: MIT

package import Reconciliation

/// Writes a statement as files: the sums and every line as CSV, and both as a workbook.
package struct StatementWriter {
    private let made: StatementMade

    package init(_ made: StatementMade) { self.made = made }

    /// Nothing is moved to its place before every file is whole.
    package func write(into base: String) throws -> [WrittenFile] {
        let folder = try ReportFolder(base)
        let drafts = [
            try StatementTables(made).sums("\(name).csv", in: folder.path),
            try StatementTables(made).lines("\(name)-lines.csv", in: folder.path),
            try StatementWorkbook(made).write("\(name).xlsx", in: folder.path),
        ]
        for draft in drafts { try draft.finish() }
        return try drafts.map { try $0.move() }
    }

    private var name: String {
        "statement-\(made.statement.month)" + (made.account.map { "-\(Self.plain($0))" } ?? "")
    }

    /// An account's name as a part of a file's.
    private static func plain(_ name: String) -> String {
        String(
            name.map { $0.isASCII && ($0.isLetter || $0.isNumber) || "-_".contains($0) ? $0 : "_" })
    }
}
