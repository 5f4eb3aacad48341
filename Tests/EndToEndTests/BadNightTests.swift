// SPDX-License-Identifier: MIT

import Formats
import Foundation
import Glibc
import Model
import SQLite
import Sandbox
import Testing

/// The nights nobody watches: after each the exit code, the summary and the report are right.
@Suite(.serialized) struct BadNightTests {
    @Test func `the provider is down until the third try`() throws {
        let stage = try NightStage()
        try stage.exportAll(rows: 4)
        stage.takeProviderDown()
        for _ in 1...2 {
            let night = try stage.night()
            #expect(night.status == 7)
            #expect(night.look.contains("shop-01") && night.look.contains("shop-02"))
            #expect(try stage.morning(1).verdict == "not_finished")
            #expect(try stage.morning(1).ends == ["planned": 8])
        }
        try stage.bringProviderBack()
        let third = try stage.night("--wait", "10s")
        #expect(third.status == 0)
        #expect(third.look == "Look at: nothing needs a person")
        #expect(try stage.morning(1).verdict == "clean")
        #expect(try stage.morning(1).ends == ["cancelled": 8])
        #expect(stage.cancellations().values.allSatisfy { $0 == 1 })
        #expect(try stage.runs == 1)
    }

    @Test func `a kill in the middle is continued, not planned anew`() throws {
        let stage = try NightStage(accounts: 1, pace: 40)
        try stage.exportAll(rows: 40)
        let running = try stage.program.start(["run", "--yes", "--json"])
        while stage.cancellations().count < 8 { usleep(20_000) }
        running.send(SIGKILL)
        #expect(running.wait().status == 128 + SIGKILL)
        let again = try stage.night("--wait", "10s")
        #expect(again.status == 0)
        #expect(again.messages.contains("Run 1 has this export already: it is continued."))
        #expect(try stage.runs == 1)
        #expect(stage.cancellations().count == 40)
        #expect(stage.cancellations().values.allSatisfy { $0 == 1 })
        #expect(try stage.morning(1).verdict == "clean")
        #expect(try stage.morning(1).ends == ["cancelled": 40])
    }

    @Test func `yesterday's export by mistake is refused`() throws {
        let stage = try NightStage()
        try stage.exportAll(rows: 3)
        #expect(try stage.night("--wait", "5s").status == 0)
        try stage.letADayPass()
        let night = try stage.night()
        #expect(night.status == 6)
        #expect(night.summary.first == "Night: nothing was sent")
        #expect(night.look.contains("there is no newer export than the one run 1 planned"))
        #expect(stage.cancellations().count == 6)
        // One shop delivers after all; only the other is still missing.
        try stage.export(1, rows: 3, night: 2)
        let later = try stage.night("--wait", "5s")
        #expect(later.status == 6)
        #expect(later.look.contains("shop-02") && !later.look.contains("shop-01"))
        #expect(try stage.morning(later.run).ends == ["cancelled": 3])
        #expect(stage.cancellations().count == 9)
    }

    /// The job may take refusals for granted; whoever reads the summary still sees that there are.
    @Test(arguments: [
        ("25%", 0, "Look at: 1 refused, which the job accepts → rescind report 1"),
        ("10%", 3, "Look at: 1 refused: more than the job accepts → rescind report 1"),
    ])
    func `refusals are said, be they accepted or not`(
        accepted: String, status: Int32, look: String
    ) throws {
        let stage = try NightStage(
            accounts: 1,
            job: "limits: { share: \"100%\" }, accept: { refused: \"\(accepted)\" }")
        try stage.export(1, rows: 4)
        try stage.sandbox.add([
            SandboxItem(.shipStation, "se-shop-01-1-2", account: "shop-01", scenario: .refuse)
        ])
        let night = try stage.night("--wait", "5s")
        #expect(night.status == status)
        #expect(night.look == look)
        #expect(try stage.morning(1).verdict == "to_decide")
    }

    @Test func `a night started twice is done already`() throws {
        let stage = try NightStage()
        try stage.exportAll(rows: 3)
        #expect(try stage.night("--wait", "5s").status == 0)
        let again = try stage.night()
        #expect(again.status == 0)
        #expect(stage.cancellations().count == 6)
        #expect(try stage.runs == 1)
    }

    @Test(arguments: [
        ("old", 6, "longer ago than maxExportAge"), ("missing", 6, "no file matches"),
        ("cut", 2, "gzip"),
    ])
    func `an export that is old, missing or cut stops only its own account`(
        how: String, status: Int32, words: String
    ) throws {
        let stage = try NightStage(
            job: "limits: { items: 100, share: \"100%\" }, account: \"shop-01\"")
        try stage.export(1, rows: 5)
        try stage.spoil(2, how)
        let night = try stage.night("--wait", "5s")
        #expect(night.status == status)
        #expect(night.look.contains("shop-02") && night.look.contains(words), "\(night.look)")
        #expect(night.answer["left_out"]?[0]?["account"]?.string == "shop-02")
        #expect(try stage.morning(night.run).verdict == "clean")
        #expect(try stage.morning(night.run).ends == ["cancelled": 5])
        #expect(try stage.json("told.json")["exit"]?.int == Int(status))
    }

    @Test func `a cut export is not a quiet night`() throws {
        let stage = try NightStage(
            accounts: 1, job: "expect: { rows: \">=10\" }, limits: { share: \"100%\" }")
        try stage.export(1, rows: 4)
        let night = try stage.night()
        #expect(night.status == 6)
        #expect(night.look.contains("run 1 is blocked, expected rows >=10, found 4"))
        #expect(night.look.hasSuffix("→ rescind approve 1 --reason TEXT"))
        #expect(try stage.morning(1).verdict == "blocked")
        #expect(stage.cancellations().isEmpty)
        // The same export again changes nothing.
        #expect(try stage.night().status == 6)
        #expect(try stage.runs == 1)
    }

    @Test(.enabled(if: SmallDisk.canBeMade)) func `a full disk ends it, and room continues it`()
        throws
    {
        let stage = try NightStage(
            accounts: 1,
            job: "audit: \"disk/audit.db\", limits: { items: 5000, share: \"100%\" }")
        let disk = try SmallDisk(stage.folder.appending(path: "disk"), kilobytes: 1200)
        try stage.export(1, rows: 900)
        let night = try stage.night()
        #expect(night.status == 11)
        #expect(night.summary.last?.hasPrefix("Ended: 11: Storage") == true)
        #expect(try stage.json("told.json")["exit"]?.int == 11)
        try disk.grow(kilobytes: 40_000)
        let again = try stage.night("--wait", "10s")
        #expect(again.status == 0, "\(again.look)")
        #expect(stage.cancellations().count == 900)
        #expect(stage.cancellations().values.allSatisfy { $0 == 1 })
        #expect(try stage.morning(again.run).ends == ["cancelled": 900])
    }

    /// So slow that the second, which a busy machine may start seconds later, finds it at work.
    @Test func `two timers that fire together make one run`() throws {
        let stage = try NightStage(pace: 3)
        try stage.exportAll(rows: 15)
        let both = try (0..<2).map { _ in try stage.program.start(["run", "--yes", "--json"]) }
        let ended = try both.map(NightStage.ended)
        #expect(ended.map(\.status).sorted() == [0, 8])
        let turnedAway = try #require(ended.first { $0.status == 8 })
        #expect(turnedAway.answer["error"]?["code"]?.string == "locked")
        let times = turnedAway.look.components(separatedBy: "another process is sending").count - 1
        #expect(times == 1, "\(turnedAway.look)")
        #expect(try stage.runs == 1)
        #expect(stage.cancellations().count == 30)
        #expect(stage.cancellations().values.allSatisfy { $0 == 1 })
        #expect(try stage.morning(1).ends == ["cancelled": 30])
    }

    @Test func `of forty accounts one over its limit and one revoked key stop only themselves`()
        throws
    {
        let stage = try NightStage(
            accounts: 40, revoked: [17], job: "limits: { items: 100, share: \"100%\" }")
        try stage.exportAll(rows: 2)
        try stage.export(5, rows: 101)
        let night = try stage.night("--wait", "10s")
        #expect(night.status == 7)
        #expect(night.summary.first?.hasPrefix("Night: run 1: 78 planned") == true)
        #expect(night.look.contains("shop-17: "), "\(night.look)")
        #expect(night.look.contains("shop-05: run 2 is blocked, items: 101 planned, 100 allowed"))
        #expect(stage.cancellations().count == 76)
        #expect(try stage.morning(1).verdict == "not_finished")
        #expect(try stage.morning(1).ends == ["cancelled": 76, "planned": 2])
        #expect(try stage.morning(2).verdict == "blocked")
        #expect(try stage.morning(2).ends == ["planned": 101])
        #expect(night.answer["other_runs"]?[0]?["plan"]?["status"]?.string == "blocked")
        #expect(try stage.json("told.json") == night.answer)
    }

    @Test func `a run its breaker ended is not started again by a machine`() throws {
        let stage = try NightStage(
            accounts: 1, job: "limits: { items: 1000, share: \"100%\", failures: \"5%\" }")
        try stage.export(1, rows: 200)
        stage.sandbox.setFaults(try Faults("garbage=1"))
        #expect(try stage.night().status == 7)
        stage.sandbox.setFaults(.none)
        let sent = stage.sandbox.journal().count
        let night = try stage.night()
        // The looks leave nothing in doubt; what stays is that the run was not started again.
        #expect(night.status == 6)
        #expect(
            night.messages.contains(
                """
                in/shop-01-1.csv: the breaker ended run 1: a machine does not start it again
                  next: rescind show 1, then rescind apply 1
                """), "\(night.messages)")
        // It looks at what is in doubt, and cancels nothing.
        #expect(stage.sandbox.journal(after: sent).allSatisfy { $0.purpose == .look })
    }

    @Test(arguments: [
        ("exit 3", "ended with exit 3"), ("sleep 0; kill -9 $$", "was ended by signal 9"),
    ])
    func `a notify that fails is said and changes nothing`(line: String, words: String) throws {
        let stage = try NightStage(accounts: 1)
        try stage.export(1, rows: 2)
        let job = try String(
            contentsOf: stage.folder.appending(path: "rescind.json5"), encoding: .utf8)
        try stage.write("rescind.json5", job.replacing("cat > told.json", with: line))
        let night = try stage.night("--wait", "5s")
        #expect(night.status == 0)
        #expect(night.messages.contains("notify was not told: the command \(words)"))
        #expect(try stage.morning(1).verdict == "clean")
    }

    @Test func `notify is told of a night that could not begin`() throws {
        let stage = try NightStage(accounts: 1)
        let night = try stage.night("nowhere.csv")
        #expect(night.status == 2)
        #expect(night.answer["error"]?["code"]?.string == "export_missing")
        #expect(try stage.json("told.json") == night.answer)
    }
}

extension NightStage {
    /// Makes all that was planned a day older; nobody else may write to the record like this.
    func letADayPass() throws {
        let record = try Connection.writer(folder.appending(path: "audit.db").path)
        try record.run("DROP TRIGGER run_no_UPDATE")
        try record.run("UPDATE run SET created_at = created_at - 23 * 3600000")
        for name in names {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -23 * 3600)],
                ofItemAtPath: folder.appending(path: "in/\(name)-1.csv").path)
        }
    }

    /// Makes the export of an account that it should not be.
    func spoil(_ account: Int, _ how: String) throws {
        try export(account, rows: 5)
        let file = folder.appending(path: "in/\(names[account - 1])-1.csv")
        switch how {
        case "missing": try FileManager.default.removeItem(at: file)
        case "old":
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -100_000)],
                ofItemAtPath: file.path)
        default:
            // The first half of a compressed file.
            let whole: [UInt8] = [
                0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x2b, 0xce, 0xc8, 0x2c, 0x28, 0xce,
            ]
            try Data(whole).write(to: file)
        }
    }
}

/// A disk of a few kilobytes, mounted for one test.
final class SmallDisk {
    private let folder: URL

    static var canBeMade: Bool { getuid() == 0 }

    init(_ folder: URL, kilobytes: Int) throws {
        self.folder = folder
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Self.run(["-t", "tmpfs", "-o", "size=\(kilobytes)k", "none", folder.path])
    }

    func grow(kilobytes: Int) throws {
        try Self.run(["-o", "remount,size=\(kilobytes)k", folder.path])
    }

    private static func run(_ words: [String]) throws {
        let mount = Process()
        mount.executableURL = URL(filePath: "/usr/bin/mount")
        mount.arguments = words
        try mount.run()
        mount.waitUntilExit()
        guard mount.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    deinit { umount2(folder.path, Int32(MNT_DETACH)) }
}
