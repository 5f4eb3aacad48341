// SPDX-License-Identifier: MIT

import Glibc
import Testing

@testable import Planning

/// The folder of kept exports after plans that were killed.
struct KeptExportTests {
    private func age(_ path: String) {
        let time = timespec(tv_sec: time(nil) - 3600, tv_nsec: 0)
        utimensat(AT_FDCWD, path, [time, time], 0)
    }

    @Test
    func `the next plan removes the draft of a killed one, and none that somebody holds`() throws {
        let desk = try PlanningDesk()
        let folder = "\(desk.folder)/exports.kept"
        mkdir(folder, 0o700)
        desk.write("id", "exports.kept/.draft-1-2")
        age("\(folder)/.draft-1-2")
        let held = try KeptExport(in: folder)
        let mine = try #require(desk.files("exports.kept").first)
        #expect(mine != ".draft-1-2")
        age("\(folder)/\(mine)")
        try desk.plan(text: "id,status\nse-1,pending\n")
        #expect(desk.files("exports.kept").filter { $0.hasPrefix(".draft-") } == [mine])
        withExtendedLifetime(held) {}
    }
}
