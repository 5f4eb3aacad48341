// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Model
import SQLite

/// `rescind audit export RUN --format har|ndjson`: the exchanges of a run to standard output.
enum AuditExportCommand {
    static func perform(_ workplace: Workplace) throws -> Finish {
        let reader = try workplace.reader()
        let run = try workplace.run(
            workplace.invocation[Arguments.run], in: RunReader(reader)
        ).run
        let output = workplace.output
        let isHAR = workplace.invocation[Options.exchangeForm] == .har
        try ArchivedRuns(reader).require(
            run, for: "audit export \(run) --format \(isHAR ? "har" : "ndjson")")
        output.stream(isHAR ? HAR.opening : [])
        var isFirst = true
        try reader.snapshot {
            try RecordedExchange.each(of: run, reader) { exchange in
                if isHAR {
                    output.stream((isFirst ? [] : HAR.separator) + HAR.entry(exchange))
                } else {
                    output.stream(ExchangeLines.line(exchange))
                }
                isFirst = false
            }
        }
        output.stream(isHAR ? HAR.closing : [])
        return Finish(run: Int(run))
    }
}
