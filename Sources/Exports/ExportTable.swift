// SPDX-License-Identifier: MIT

import Formats
package import Model
import Providers

/// One export as an SQL table that is read once, from its first row to its last.
///
/// Open it, look at `columns`, compile rules, scan. For a second pass open it again. It belongs to
/// one thread.
package final class ExportTable {
    /// As it was asked for; `-` is standard input.
    package let name: String
    package let options: ExportOptions
    package private(set) var columns: Columns
    let source: ExportSource
    private(set) var row: CurrentRow
    private var layout: TableLayout
    private var engine: RuleEngine?
    private var isScanned = false
    /// The beginning of a JSON export does not show every column; a CSV's header does.
    private var knowsAllColumns: Bool

    package init(_ name: String, _ options: ExportOptions = ExportOptions()) throws(Problem) {
        self.name = name
        self.options = options
        source = try ExportSource(name, spool: options.spool, digest: options.digest)
        knowsAllColumns = source.form == .csv || source.isHeadWhole
        let parts: Parts
        if options.readsAllColumns, !knowsAllColumns {
            parts = try Parts(source, options, names: try Self.allNames(name, options))
            knowsAllColumns = true
        } else {
            parts = try Parts(source, options, names: nil)
        }
        (columns, row, layout) = (parts.columns, parts.row, parts.layout)
    }

    /// What follows from the columns of the file.
    private struct Parts {
        var columns: Columns
        var row: CurrentRow
        var layout: TableLayout

        init(_ source: ExportSource, _ options: ExportOptions, names: [String]?) throws(Problem) {
            // What is whole in memory has no columns that are still to come.
            let wanted =
                source.isHeadWhole ? [] : Array(options.columns.values) + Profile.allHeaders
            let reader =
                if let names { try RowReader.open(source, names: names, also: wanted) } else {
                    try RowReader.open(source, jsonNames: wanted)
                }
            // The job's headers are those of the account's usual export; what `fetch` brought has
            // the provider's own names.
            let overrides =
                Pages(reader.envelopes).isFetched
                ? options.columns.filter {
                    reader.columns.place(of: $0.value) ?? .max < reader.seenCount
                }
                : options.columns
            columns = try Columns(
                reader.columns, overrides: overrides, provider: options.onlyProvider,
                file: source.name, seen: reader.seenCount)
            row = CurrentRow(reader, columns, options)
            layout = TableLayout(columns.names, fields: Self.fields(columns, options))
        }

        /// What the export has, and what the job says for every row.
        private static func fields(
            _ columns: Columns, _ options: ExportOptions
        ) -> [CanonicalField] {
            var fields = Set(columns.fields)
            if !options.account.isEmpty { fields.insert(.account) }
            if options.provider != nil || !options.accounts.isEmpty { fields.insert(.provider) }
            return CanonicalField.allCases.filter(fields.contains)
        }
    }

    private static func allNames(
        _ name: String, _ options: ExportOptions
    ) throws(Problem) -> [String] {
        guard name != "-" || options.spool != nil else {
            throw Problem(
                .usage, "standard input is read once and cannot be searched for all its columns",
                next: "save it as a file first")
        }
        return try RowReader.allNames(try ExportSource(name, spool: options.spool))
    }
}

/// Columns that mean something without being a field.
extension ExportTable {
    /// The columns a provider's own hold looks at, each with that provider.
    package var holdColumns: [(name: String, provider: ProviderName)] {
        let ofJob = Set(options.accounts.values).union([options.provider].compactMap(\.self))
        let providers = columns.provider.map { [$0] } ?? Array(ofJob)
        return providers.sorted { $0.rawValue < $1.rawValue }.flatMap { provider in
            provider.provider.facts.preconditionFields.compactMap { field in
                guard CanonicalField(rawValue: field) == nil else { return nil }
                let place = columns.source.place(of: field) ?? columns.source.place(like: field)
                return place.map { (columns.source.names[$0], provider) }
            }
        }
    }
}

/// Rules.
extension ExportTable {
    /// The names that rules can use.
    package var columnNames: [String] { layout.names }

    /// Makes rules ready for the scan, or says what is wrong with which of them.
    ///
    /// A rule that names a column which the beginning of a JSON export does not have makes the
    /// whole file be read for its columns first.
    ///
    /// - Parameter terms: expressions that the scan also gives its verdict on, row by row, for
    ///   `why` and for showing what a part of a rule excludes; they decide nothing.
    package func compile(
        _ rules: RuleSet, terms: [Rule] = []
    ) throws(Problem) -> CompiledRules {
        do throws(RuleCompiler.Failure) {
            return try compileOnce(rules, terms)
        } catch {
            guard case .unknownColumn = error, !knowsAllColumns, name != "-" || options.spool != nil
            else {
                throw error.problem
            }
        }
        let parts = try Parts(source, options, names: try Self.allNames(name, options))
        (columns, row, layout) = (parts.columns, parts.row, parts.layout)
        (knowsAllColumns, engine) = (true, nil)
        do throws(RuleCompiler.Failure) { return try compileOnce(rules, terms) } catch {
            throw error.problem
        }
    }

    private func compileOnce(
        _ rules: RuleSet, _ terms: [Rule]
    ) throws(RuleCompiler.Failure) -> CompiledRules {
        let engine = try readyEngine()
        return try CompiledRules.compile(
            rules, terms: terms, with: compiler(engine), engine: engine)
    }

    private func compiler(_ engine: RuleEngine) -> RuleCompiler {
        let missing = Set(CanonicalField.allCases.map(\.rawValue))
            .subtracting(layout.names.map { $0.lowercased() })
        return RuleCompiler(
            database: engine.database, layout: layout, authorizer: engine.authorizer,
            missing: missing)
    }

    /// The first column that a rule names and the table has not, with its place in the rule.
    package func unknownColumn(of rule: Rule) -> (name: String, place: String?)? {
        do throws(RuleCompiler.Failure) {
            try compiler(readyEngine()).check(rule)
        } catch {
            if case .unknownColumn(let column) = error {
                return (column.name, column.problem.place)
            }
        }
        return nil
    }

    /// The columns that a rule names, for showing the values it saw.
    package func columnsNamed(by rule: Rule) -> [String] {
        RuleLint(rule.expression) { [layout] in layout.column(named: $0).map { _ in true } }
            .columns
    }
}

extension ExportTable {
    func readyEngine() throws(RuleCompiler.Failure) -> RuleEngine {
        if let engine { return engine }
        do throws(Problem) {
            let fresh = try RuleEngine(row, layout)
            engine = fresh
            return fresh
        } catch {
            throw .problem(error)
        }
    }
}

/// The scan.
extension ExportTable {
    /// Hands over every row in its order, judged.
    ///
    /// - Parameter rules: from `compile` of this table; nil judges nothing.
    package func scan(
        _ rules: CompiledRules? = nil,
        _ body: (borrowing JudgedRow) throws(Problem) -> Void
    ) throws(Problem) {
        guard !isScanned else {
            throw Problem(.internal, "the export was scanned already; open it again", at: name)
        }
        isScanned = true
        guard let rules else { return try scanUnjudged(body) }
        let engine = rules.engine
        while let decision = try engine.step(rules.statement) {
            let verdict = verdict(decision)
            try body(JudgedRow(row, verdict, rules.statement))
        }
    }

    private func scanUnjudged(
        _ body: (borrowing JudgedRow) throws(Problem) -> Void
    ) throws(Problem) {
        while try row.next() {
            try body(JudgedRow(row, row.isReadable ? .unjudged : .unreadable, nil))
        }
    }

    @inline(__always)
    private func verdict(_ decision: Int64) -> Verdict {
        guard row.isReadable else { return .unreadable }
        switch decision {
        case CompiledRules.outOfScope: return .excluded(.outOfScope)
        case CompiledRules.notDue: return .excluded(.notDue)
        case CompiledRules.cannotTell: return .excluded(.cannotTell)
        default:
            let holds = UInt64(bitPattern: decision) & (1 << UInt64(CompiledRules.holdBits) - 1)
            return .due(rule: Int(decision >> CompiledRules.holdBits) - 1, holds: holds)
        }
    }
}

/// What is known about the file; whole after the scan.
extension ExportTable {
    package var facts: FileFacts { source.facts }
    package var form: Form { source.form }
    package var encoding: Encoding { source.encoding }
    package var isGzip: Bool { source.isGzip }
    package var delimiter: UInt8? { row.reader.delimiter }
    package var rowCount: Int { row.reader.rowCount }

    /// What a person should know about how the file was read.
    package var notes: [String] {
        var notes = columns.notes
        if source.encoding != .utf8 { notes.append("the file is \(source.encoding.rawValue)") }
        if row.dates.sawSerial {
            notes.append("dates are serial numbers of a spreadsheet, counted from 1899-12-30")
        }
        if row.reader.isUnterminated, row.reader.cut == nil {
            notes.append("the last line has no line end: what its last column says may be cut")
        }
        return notes + (shortfall.map { [$0] } ?? [])
    }

    /// Whether one of our own reports wrote the file.
    package var isReport: Bool { row.reader.isGuarded }

    /// Why the file cannot be the whole list, in a sentence; nil when nothing says so.
    package var shortfall: String? { pages.shortfall ?? row.reader.cut }

    /// What a JSON export says of itself around its records.
    package var pages: Pages { Pages(row.reader.envelopes) }
}
