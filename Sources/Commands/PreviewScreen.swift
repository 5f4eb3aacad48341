// SPDX-License-Identifier: MIT

import CommandLine
import Exports
import Model
import Planning

/// An export as a person gets to know it.
struct PreviewScreen {
    /// Longer contents are cut in tables; `--all` shows them whole.
    static let sampleColumnsMax = 30
    static let statusesShownMax = 20
    static let columnsShownMax = 40

    private let scan: PreviewScan
    private var columns: Columns { scan.table.columns }

    init(_ scan: PreviewScan) { self.scan = scan }

    func show(on output: Output) {
        output.result(file)
        output.result(Line())
        if !columns.recognised.isEmpty {
            output.result(fields)
            output.result(Line())
        }
        output.result(rest)
        guard scan.rules != nil else {
            if let problem = scan.problem {
                output.result([Line(), Line("The rules cannot be used on this file:", .strong)])
                output.result(problem.lines)
            }
            if let rows = scan.examples[.unreadable] {
                show("Unreadable", rows, on: output)
            }
            return output.result([Line(), Line(next)])
        }
        output.result(Line())
        output.result(choice)
        if !scan.terms.isEmpty {
            output.result(Line())
            output.result(terms)
        }
        for side in PreviewScan.Side.allCases {
            guard let rows = scan.examples[side] else { continue }
            show(Self.title(side), rows, on: output)
        }
        output.result([Line(), Line(next)])
    }
}

// MARK: The file
extension PreviewScreen {
    private var file: FactSheet {
        var facts = FactSheet()
        facts.add("Export", Line(fileWords))
        let kind = columns.profile + (columns.provider.map { " · \($0.rawValue)" } ?? "")
        facts.add("Kind", Line(kind))
        for note in scan.table.notes { facts.add("Note", Line(note)) }
        if scan.repeatedCount > 0 {
            facts.add(
                "Note",
                Line(
                    "\(counted(scan.repeatedCount, "shipment")) in several rows: counted by row "
                        + "here, judged together by plan"))
        }
        return facts
    }

    private var fileWords: String {
        let table = scan.table
        let made = scan.saidAt ?? table.facts.modifiedAt
        return [
            table.name, counted(scan.rows, "row"), table.formWords,
            made?.made(byFileTime: scan.saidAt == nil) ?? "",
        ].filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private var fields: TextTable {
        var rows = TextTable([
            Column("Field"), Column("From", .prose), Column("Because"), Column("Such as"),
        ])
        for field in columns.recognised {
            let sample = scan.samples[field] ?? ""
            rows.add(
                Line(field.rawValue), Line(columns.origin(of: field)),
                Line(columns.shortReason(of: field)),
                Line(sample).cut(toColumns: Self.sampleColumnsMax))
        }
        return rows
    }

    private var rest: FactSheet {
        var facts = FactSheet()
        let missing = scan.table.missingFields
        facts.add("Missing", Line(missing.isEmpty ? "nothing" : list(missing.map(\.rawValue))))
        for hint in missing.compactMap(\.missingHint) { facts.add("", Line(hint)) }
        for column in scan.table.holdColumns {
            facts.add(
                "Looked at",
                "\"\(column.name)\": it can hold a shipment of \(column.provider.rawValue)")
        }
        let others = scan.table.unused
        if !others.isEmpty {
            facts.add("Unused", Line(list(others.map { "\"\($0)\"" })))
        }
        if columns[.status] != nil { facts.add("Status", Line(statuses)) }
        return facts
    }

    private func list(_ names: [String]) -> String {
        let shown = names.prefix(Self.columnsShownMax).joined(separator: ", ")
        let more = names.count - Self.columnsShownMax
        return more > 0 ? "\(shown) and \(grouped(more)) more" : shown
    }

    private var statuses: String {
        let sorted = scan.statuses.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        var parts = sorted.prefix(Self.statusesShownMax).map {
            "\($0.key.isEmpty ? "(empty)" : $0.key) \(grouped($0.value))"
        }
        let rest =
            sorted.dropFirst(Self.statusesShownMax).reduce(0) { $0 + $1.value }
            + scan.otherStatuses
        if rest > 0 { parts.append("others \(grouped(rest))") }
        return parts.joined(separator: " · ")
    }
}

// MARK: What rules would choose
extension PreviewScreen {
    private var choice: FactSheet {
        var facts = FactSheet()
        facts.add("Due", count: Int(scan.due.count), words(scan.dueReasons, scan.due.value))
        for side in PreviewScan.Side.allCases {
            guard let bucket = scan.sides[side] else {
                if side == .planned {
                    facts.add("Planned", count: 0, "Nothing would be cancelled.")
                }
                continue
            }
            let names = side == .planned ? [:] : scan.reasons[side] ?? [:]
            let value = side == .unreadable ? Totals() : bucket.value
            facts.add(Self.title(side), count: Int(bucket.count), words(names, value))
        }
        return facts
    }

    private func words(_ reasons: [String: Bucket], _ value: Totals) -> Line {
        let sorted = reasons.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        let names =
            sorted.count == 1
            ? sorted.map(\.key) : sorted.map { "\($0.key) \(grouped($0.value.count))" }
        return Line(
            (names + [money(value)]).filter { !$0.isEmpty && $0 != "unreadable" }
                .joined(separator: " · "))
    }

    private var terms: TextTable {
        var table = TextTable([
            Column("Rule"), Column("Term", .prose), Column("true", .right),
            Column("false", .right), Column("unclear", .right), Column("excludes alone", .right),
        ])
        var last = ""
        for term in scan.terms {
            table.add(
                Line(term.rule == last ? "" : term.rule), Line(term.term.expression),
                Line(grouped(term.isTrue)), Line(grouped(term.isFalse)),
                Line(grouped(term.isUnclear)), Line(grouped(term.alone), .strong))
            last = term.rule
        }
        return table
    }

    private func show(_ title: String, _ rows: [PreviewScan.Example], on output: Output) {
        var table = TextTable(
            [
                Column("line", .right), Column("id"), Column("status"), Column("age", .right),
                Column("cost", .right), Column("reference"), Column("because", .prose),
            ])
        for row in rows {
            table.add(
                Line(grouped(row.line)), Line(row.id), Line(row.status),
                Line(row.age.map { grouped($0) } ?? ""), Line(row.cost),
                Line(row.reference).cut(toColumns: Self.sampleColumnsMax), Line(row.reason))
        }
        output.result([Line(), Line("\(title), the first \(rows.count)", .strong)])
        output.result(table)
    }

    static func title(_ side: PreviewScan.Side) -> String {
        side.rawValue.prefix(1).uppercased() + side.rawValue.dropFirst()
    }

    private var next: String {
        guard scan.rules != nil else {
            return "Next     rescind preview \(scan.table.name) --due EXPR shows what a rule "
                + "would choose"
        }
        return "Next     rescind plan \(scan.table.name), with the same options"
    }
}
