// SPDX-License-Identifier: MIT

import Exports
import Formats
import Model
import Planning

/// A preview as programs read it.
struct PreviewDocument {
    private let scan: PreviewScan

    init(_ scan: PreviewScan) { self.scan = scan }

    var members: [JSON.Member] {
        file + columns + (scan.rules == nil ? unreadable : choice)
    }

    private var file: [JSON.Member] {
        let table = scan.table
        let made = scan.saidAt ?? table.facts.modifiedAt
        return [
            JSON.Member("export", .string(table.name)), JSON.Member("rows", number(scan.rows)),
            JSON.Member("form", .string("\(table.form)")),
            JSON.Member("gzip", .bool(table.isGzip)),
            JSON.Member("encoding", .string(table.encoding.rawValue)),
            JSON.Member("made_at", made.map { .string($0.description) } ?? .null),
            JSON.Member("kind", .string(table.columns.profile)),
            JSON.Member(
                "provider", table.columns.provider.map { .string($0.rawValue) } ?? .null),
            JSON.Member("notes", .array(table.notes.map(JSON.Value.string))),
            JSON.Member("repeated", number(scan.repeatedCount)),
        ]
    }

    private var columns: [JSON.Member] {
        let columns = scan.table.columns
        let fields = columns.recognised.map { field in
            JSON.Member(
                field.rawValue,
                [
                    "from": .array(columns.headers(of: field).map(JSON.Value.string)),
                    "because": .string(columns.reason(of: field)),
                    "such_as": .string(scan.samples[field] ?? ""),
                ])
        }
        let statuses = scan.statuses.sorted { $0.key < $1.key }.map {
            JSON.Member($0.key, number($0.value))
        }
        return [
            JSON.Member("fields", .object(fields)),
            JSON.Member("missing", .array(scan.table.missingFields.map { .string($0.rawValue) })),
            JSON.Member("columns", .array(columns.names.map(JSON.Value.string))),
            JSON.Member("unused", .array(scan.table.unused.map(JSON.Value.string))),
            JSON.Member("statuses", .object(statuses)),
            JSON.Member("other_statuses", number(scan.otherStatuses)),
        ]
    }

    private var unreadable: [JSON.Member] {
        [
            JSON.Member("unreadable", number(scan.sides[.unreadable]?.count ?? 0)),
            JSON.Member("examples", examples),
        ]
    }

    private var choice: [JSON.Member] {
        let counts =
            [("due", scan.due.count)]
            + PreviewScan.Side.allCases.map { ($0.rawValue, scan.sides[$0]?.count ?? 0) }
        return counts.map { JSON.Member($0.0, number($0.1)) } + [
            JSON.Member("value", (scan.sides[.planned]?.value ?? Totals()).json),
            JSON.Member("by_reason", reasons), JSON.Member("terms", .array(terms)),
            JSON.Member("examples", examples),
        ]
    }

    private var reasons: JSON.Value {
        .object(
            PreviewScan.Side.allCases.map { side in
                let sorted = (scan.reasons[side] ?? [:]).sorted { $0.key < $1.key }
                return JSON.Member(
                    side.rawValue, .object(sorted.map { JSON.Member($0.key, $0.value.json) }))
            })
    }

    private var terms: [JSON.Value] {
        scan.terms.map { term in
            [
                "rule": .string(term.rule), "term": .string(term.term.expression),
                "true": number(term.isTrue), "false": number(term.isFalse),
                "unclear": number(term.isUnclear), "excludes_alone": number(term.alone),
            ]
        }
    }

    private var examples: JSON.Value {
        .object(
            PreviewScan.Side.allCases.map { side in
                JSON.Member(side.rawValue, .array((scan.examples[side] ?? []).map(\.json)))
            })
    }

    private func number(_ value: some BinaryInteger) -> JSON.Value { .number(String(value)) }
}

extension PreviewScan.Example {
    fileprivate var json: JSON.Value {
        [
            "line": .number(String(line)), "id": .string(id), "status": .string(status),
            "age_days": age.map { .number(String($0)) } ?? .null, "cost": .string(cost),
            "reference": .string(reference), "reason": .string(reason),
        ]
    }
}

extension Columns {
    fileprivate func headers(of field: CanonicalField) -> [String] {
        let source = field == .ageDays ? .createdAt : field
        return (self[source]?.sources ?? []).filter { $0.place < seenCount }
            .map { self.source.names[$0.place] }
    }
}
