// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// The samples are used as they stand, by people who do not test them first.
@Suite(.serialized) struct SampleTests {
    private func shell(
        _ line: String, in folder: URL, path: String? = nil, _ more: [String: String] = [:]
    ) throws -> (status: Int32, output: String) {
        var shell = ShellLine(folder: folder, environment: more)
        if let path { shell.path = path }
        return try shell.run(line)
    }

    private func sample(_ name: String) -> String {
        Repository.root.appending(path: "samples/\(name)").path
    }

    @Test func `install puts everything under a prefix and takes it away again`() throws {
        let scratch = try ScratchFolder()
        let install = "'\(sample("install"))' --prefix '\(scratch.url.path)/there'"
        let put = try shell(
            "\(install) --binary '\(BuiltProgram.path.path)'", in: scratch.url)
        #expect(put.status == 0, "\(put.output)")
        let files = try FileManager.default.subpathsOfDirectory(
            atPath: scratch.url.appending(path: "there").path
        ).filter { $0.hasSuffix("rescind") || $0.contains("rescind.") }
        #expect(
            Set(files) == [
                "bin/rescind", "share/man/man1/rescind.1",
                "share/bash-completion/completions/rescind",
                "share/zsh/site-functions/_rescind",
                "share/fish/vendor_completions.d/rescind.fish",
            ])
        let page = try shell("man -l there/share/man/man1/rescind.1 | head -3", in: scratch.url)
        #expect(page.status != 0 || page.output.lowercased().contains("rescind"))
        #expect(try shell("there/bin/rescind --version", in: scratch.url).status == 0)
        #expect(
            try shell("bash -n there/share/bash-completion/completions/rescind", in: scratch.url)
                .status == 0)
        #expect(try shell("\(install) --remove", in: scratch.url).status == 0)
        #expect(
            try FileManager.default.subpathsOfDirectory(
                atPath: scratch.url.appending(path: "there").path) == [])
    }

    @Test(arguments: [
        ([0], 0, 1), ([7, 0], 0, 2), ([8, 11, 0], 0, 3), ([7, 7, 7], 7, 3), ([6], 6, 1),
        ([4], 4, 1), ([11, 2], 2, 2), ([1], 1, 1),
    ])
    func `the cron script tries again only where the code says so`(
        codes: [Int], status: Int32, tries: Int
    ) throws {
        let scratch = try ScratchFolder()
        let fake = scratch.url.appending(path: "bin")
        try FileManager.default.createDirectory(at: fake, withIntermediateDirectories: true)
        let program = """
            #!/bin/sh
            echo x >>tries; n=$(wc -l <tries)
            echo one; echo two; echo three
            set -- \(codes.map(String.init).joined(separator: " "))
            shift $((n - 1)); exit "$1"
            """
        try program.write(
            to: fake.appending(path: "rescind"), atomically: true, encoding: .utf8)
        _ = try shell("chmod +x bin/rescind", in: scratch.url)
        let ended = try shell(
            "'\(sample("cron/night-then-tell"))'", in: scratch.url, path: fake.path,
            ["RESCIND_TRIES": "3", "RESCIND_PAUSE_SECONDS": "0"])
        #expect(ended.status == status)
        let tried = try String(
            contentsOf: scratch.url.appending(path: "tries"), encoding: .utf8)
        #expect(tried.split(separator: "\n").count == tries)
        #expect(ended.output.isEmpty == (status == 0))
        if status != 0 { #expect(ended.output.contains("ended with \(status)")) }
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/systemd-analyze")))
    func `systemd takes the units`() throws {
        let scratch = try ScratchFolder()
        let verified = try shell(
            """
            cp '\(sample("systemd"))'/* . && sed -i 's|/usr/local/bin/rescind|/bin/true|' *.service &&
            systemd-analyze verify --man=no ./rescind.service ./rescind.timer \
            ./rescind-check.service ./rescind-check.timer ./rescind-failed@x.service
            """, in: scratch.url)
        #expect(verified.status == 0 && verified.output.isEmpty, "\(verified.output)")
    }

    @Test func `every option a sample uses is one the program has`() throws {
        let help = try shell("rescind help run; rescind help runs", in: Repository.root).output
        for file in [
            "systemd/rescind.service", "systemd/rescind-check.service", "cron/rescind",
            "cron/night-then-tell", "airflow/rescind_night.py", "jenkins/Jenkinsfile",
        ] {
            let text = try Repository.text("samples/\(file)")
            for match in text.matches(of: /"?rescind"?,? .*/) {
                for option in match.output.matches(of: /--[a-z-]+[a-z]/) {
                    #expect(help.contains(option.output), "\(file): \(option.output)")
                }
            }
        }
    }
}
