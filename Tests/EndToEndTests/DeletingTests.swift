// SPDX-License-Identifier: MIT

import Formats
import Foundation
import Sandbox
import Testing

/// Deleting cannot be undone, so two have to ask for it: the account in the job, and the command.
@Suite(.serialized) struct DeletingTests {
    @Test(arguments: [(true, true), (true, false), (false, true), (false, false)])
    func `what was cancelled is deleted only when the account and the command ask for it`(
        account: Bool, command: Bool
    ) throws {
        let stage = try Stage(items: 1)
        try stage.write("rescind.json5", Self.job(stage.sandbox, deletes: account))
        try stage.write(
            "export.csv",
            "reference,status\n" + (1...8).map { "sp_\($0),allocated\n" }.joined())
        #expect(try stage.program.run("plan", "export.csv", "--json").status == 0)
        let words = ["apply", "last", "--yes", "--json"] + (command ? ["--delete"] : [])
        let ended = try stage.program.start(words).wait()
        #expect(ended.status == 0, "\(ended.output)")
        let effects = stage.sandbox.journal().flatMap(\.effects).map(\.kind)
        #expect(effects.contains(.cancelled))
        #expect(effects.contains(.deleted) == (account && command))
        let sent = try stage.query("SELECT count(*) FROM exchanges WHERE purpose = 'delete'") {
            $0.int(0)
        }
        #expect((sent.first ?? 0) > 0 || !(account && command))
        #expect(sent.first == Int64(effects.count { $0 == .deleted }))
    }

    private static func job(_ sandbox: SandboxServer, deletes: Bool) -> String {
        """
        { accounts: { wms: {
            provider: "sorted-pro", apiKey: "env:KEY", apiVersion: "1", perSecond: 400,
            baseURL: "\(sandbox.baseURL(.sortedPro))", lookEvery: "50ms",
            deleteAfterCancel: \(deletes) } },
          rules: { due: { "all of them": "status = 'allocated'" } } }
        """
    }
}
