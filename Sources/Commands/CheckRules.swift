// SPDX-License-Identifier: MIT

import CommandLine
import Exports
import Formats
import Glibc
import Job
import Model
import Planning

/// Holds every rule against each account's newest export, and against the tests of the job.
struct CheckRules {
    private let workplace: Workplace

    init(_ workplace: Workplace) { self.workplace = workplace }

    func check(_ job: Job, _ findings: inout Findings) throws {
        guard let zone = try? Zone(named: job.timeZone) else { return }
        let now = workplace.clock.now
        for account in job.accounts {
            check(account, job, zone, now, &findings)
        }
        if job.accounts.isEmpty {
            compile(job.rules, nil, ExportOptions(), &findings)
        }
        if !job.accounts.contains(where: { !$0.rules.due.isEmpty }), job.rules.due.isEmpty {
            findings.remark(
                Problem(
                    .jobInvalid, "no rule says which shipments are due",
                    at: "\(job.file ?? "job"), rules.due",
                    next: "plan and run need --due EXPR or --all-rows then"))
        }
        if let path = job.ruleTests {
            do throws(Problem) {
                let tests = try RuleTests(path, job, zone, now, workplace)
                findings.add(tests.failures)
                findings.works(
                    "ruleTests",
                    "\(path) · \(counted(tests.rows, "row")), \(grouped(tests.passed)) as expected")
            } catch {
                findings.add(error)
            }
        }
    }

    private func check(
        _ account: Account, _ job: Job, _ zone: Zone, _ now: Timestamp,
        _ findings: inout Findings
    ) {
        let options = ExportOptions(
            job, account: account.name, columns: [:], zone: zone, asOf: zone.day(of: now))
        guard let pattern = account.exports else {
            return compile(account.rules, nil, options, &findings)
        }
        guard let newest = NightExports.newest(pattern) else {
            findings.remark(
                Problem(
                    .exportMissing, "no file matches \(pattern) now",
                    at: "\(account.place), exports",
                    next: "without an export the columns of rules cannot be checked"))
            return compile(account.rules, nil, options, &findings)
        }
        compile(account.rules, newest, options, &findings)
        checkAge(newest, options, account, job, now, &findings)
    }

    private func checkAge(
        _ path: String, _ options: ExportOptions, _ account: Account, _ job: Job,
        _ now: Timestamp, _ findings: inout Findings
    ) {
        guard let table = try? ExportTable(path, options),
            let made = table.pages.exportedAt ?? table.facts.modifiedAt
        else { return }
        findings.works(
            account.name,
            "\(path) · \(table.formWords) · \(table.columns.profile) · made \(made.toTheMinute)")
        guard now.milliseconds - made.milliseconds > job.maxExportAge.milliseconds else { return }
        findings.remark(
            Problem(
                .exportStale,
                "the newest export was made \(made.toTheMinute), longer ago than maxExportAge "
                    + "(\(job.maxExportAge))", at: path,
                next: "a plan of it would be refused: make a new one, or rescind fetch "
                    + account.name))
    }

    /// Compiles each rule by itself, so that every mistake is found and not only the first.
    private func compile(
        _ rules: Rules, _ path: String?, _ options: ExportOptions, _ findings: inout Findings
    ) {
        let all = (rules.scope.map { [$0] } ?? []) + rules.due + rules.hold
        guard path != nil || !all.isEmpty else { return }
        do throws(Problem) {
            let stand = path == nil ? try StandInExport(options.columns) : nil
            let table = try ExportTable(path ?? stand?.path ?? "", options)
            if path != nil { try table.columns.requireID(in: table.name) }
            for rule in all {
                check(rule, table, isReal: path != nil, &findings)
                if path == nil { suspect(rule, options, &findings) }
            }
        } catch {
            findings.add(error)
        }
    }

    private func check(
        _ rule: Rule, _ table: ExportTable, isReal: Bool, _ findings: inout Findings
    ) {
        do throws(Problem) {
            _ = try table.compile(RuleSet(due: [rule]))
        } catch {
            var problem = error
            // Only a column that is not there lists those that are; and without an export nobody
            // knows which are there.
            if !isReal, problem.next?.hasPrefix("the columns are") == true { return }
            problem.place =
                "\(rule.place), \(problem.place ?? "")"
                + (isReal ? " on \(table.name)" : "")
            findings.add(problem, ofRuleAt: rule.place)
        }
    }
}

// MARK: Names that nobody knows yet
extension CheckRules {
    /// Without an export any name may be a column of it; one that is nearly a field's is a slip.
    ///
    /// Each unknown name is taken for a column of the export, so that the next one shows.
    private func suspect(_ rule: Rule, _ options: ExportOptions, _ findings: inout Findings) {
        var taken: [String] = []
        while let stand = try? StandInExport(options.columns, taken),
            let table = try? ExportTable(stand.path, options),
            let unknown = table.unknownColumn(of: rule), !taken.contains(unknown.name)
        {
            taken.append(unknown.name)
            // A column of their own may well be two letters off; one letter is a slip.
            guard let near = nearest(to: unknown.name, among: Self.fields),
                editDistance(unknown.name.lowercased(), near) == 1
            else { continue }
            findings.remark(
                Problem(
                    .ruleInvalid,
                    "there is no field \(unknown.name), unless the export has such a column",
                    at: "\(rule.place), \(unknown.place ?? "")", next: "did you mean \(near)?"))
        }
    }

    private static let fields = CanonicalField.allCases.map(\.rawValue)
}

/// An export with every canonical field and no row, for rules whose export is not there yet.
final class StandInExport {
    let path: String

    /// - Parameter columns: canonical field → header, as the job has it.
    /// - Parameter others: columns it has besides.
    init(_ columns: [String: String], _ others: [String] = []) throws(Problem) {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(folder)/rescind-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard descriptor >= 0 else { throw NewFile.problem(path, errno) }
        defer { close(descriptor) }
        var writer = CSV.Writer()
        writer.row(
            Set(columns.values).sorted()
                + CanonicalField.mappable.map(\.rawValue).filter { columns[$0] == nil } + others)
        let header = writer.take()
        let count = header.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard count == header.count else { throw NewFile.problem(path, errno) }
    }

    deinit { unlink(path) }
}
