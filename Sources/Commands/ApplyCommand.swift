// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Model
import SQLite

/// `rescind apply RUN`: carries a plan out, or continues it.
enum ApplyCommand {
    static func perform(_ workplace: Workplace) async throws -> Finish {
        let reader = try workplace.reader()
        let runs = RunReader(reader)
        let run = try workplace.run(workplace.invocation[Arguments.run], in: runs)
        try workplace.checkStage(reader, run: run.run)
        var finish = try await Applying.perform(run, workplace)
        finish.lines += try RehearsalTime(workplace)?.lines(workplace.output.columns) ?? []
        return finish
    }
}
