// SPDX-License-Identifier: MIT

import Audit
import Model

/// `junit.xml`: one suite an account, one case a cause, for schedulers that draw such files.
final class JUnitRenderer: Renderer {
    private let report: Report
    private let file: OutputFile

    init(_ report: Report, _ folder: String) throws {
        self.report = report
        file = try OutputFile("junit.xml", in: folder)
    }

    func take(_ item: ReportItem) {}

    private struct Case {
        var suite: String
        var name: String
        var failure: (type: String, message: String, text: String)?
    }

    func finish() throws -> [OutputFile] {
        let cases = checks + report.causes.map(failing) + report.accounts.compactMap(passing)
        let suites = Dictionary(grouping: cases, by: \.suite).sorted { $0.key < $1.key }
        let failures = cases.count { $0.failure != nil }
        try file.write(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"rescind "
                + "\(report.name)\" tests=\"\(cases.count)\" failures=\"\(failures)\">\n")
        for (name, cases) in suites { try write(name, cases) }
        try file.write("</testsuites>\n")
        file.rows = Int64(cases.count)
        return [file]
    }

    private var checks: [Case] {
        let run = report.name
        let isOver = ![.notFinished, .blocked].contains(report.verdict)
        let why = report.run.blockedBy.joined(separator: "; ")
        return [
            Case(suite: run, name: "rows and money add up"),
            Case(
                suite: run, name: "the run is finished",
                failure: isOver
                    ? nil : (report.verdict.word, report.verdictWords, why)),
        ]
    }

    private func failing(_ cause: Cause) -> Case {
        let text =
            [cause.words?.sentence, cause.advice].compactMap(\.self)
            + report.commands(cause).map { "next: \($0)" }
            + cause.examples.prefix(10).map(\.shipmentID)
        return Case(
            suite: cause.account.isEmpty ? "no account" : cause.account,
            name:
                "\(cause.title): \([cause.key.code, cause.key.reason].filter { !$0.isEmpty }.joined(separator: ", "))",
            failure: (
                "\(cause.kind)", Headline(report).line(cause), text.joined(separator: "\n")
            ))
    }

    private func passing(_ account: AccountFigures) -> Case? {
        let cancelled = account.states.count(.cancelled, .alreadyCancelled)
        return cancelled > 0
            ? Case(suite: account.name, name: "\(counted(cancelled, "shipment")) cancelled") : nil
    }

    private func write(_ suite: String, _ cases: [Case]) throws {
        let failures = cases.count { $0.failure != nil }
        try file.write(
            "  <testsuite name=\"\(xml(suite))\" tests=\"\(cases.count)\" failures=\"\(failures)\">\n"
        )
        for one in cases {
            let open = "    <testcase classname=\"\(xml(suite))\" name=\"\(xml(one.name))\""
            guard let failure = one.failure else {
                try file.write(open + "/>\n")
                continue
            }
            try file.write(
                open + ">\n      <failure type=\"\(xml(failure.type))\" message=\""
                    + "\(xml(failure.message))\">\(xml(failure.text))</failure>\n    </testcase>\n")
        }
        try file.write("  </testsuite>\n")
    }
}

/// Text as XML 1.0 may hold it; what it may not hold, and what would steer a terminal that shows
/// the file, becomes U+FFFD.
func xml(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "&": result += "&amp;"
        case "\"": result += "&quot;"
        case "'": result += "&#39;"
        case "\n": result += "&#10;"
        case "\t": result += "&#9;"
        case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
        case _ where [.control, .format].contains(scalar.properties.generalCategory):
            result += "\u{FFFD}"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}
