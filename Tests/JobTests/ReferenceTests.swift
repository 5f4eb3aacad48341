// SPDX-License-Identifier: MIT

import Testing

@testable import Job

struct ReferenceTests {
    static let paths = Paths(directory: "/etc/rescind", home: "/home/ops")

    @Test(arguments: [
        ("env:SHIPSTATION_API_KEY", Reference.Scheme.env, "SHIPSTATION_API_KEY"),
        ("file:/run/secrets/lwa", .file, "/run/secrets/lwa"),
        ("file:secrets/lwa", .file, "/etc/rescind/secrets/lwa"),
        ("file:~/lwa", .file, "/home/ops/lwa"),
        ("command:pass show sorted:pro", .command, "pass show sorted:pro"),
        ("credential:lwa", .credential, "lwa"),
    ])
    func `a reference names where a secret is`(
        text: String, scheme: Reference.Scheme, location: String
    ) throws {
        let reference = try Reference.read(text, paths: Self.paths)
        #expect(reference.scheme == scheme)
        #expect(reference.location == location)
        #expect(reference.description == text)
    }

    @Test(arguments: [
        ("sk-canary", "must be a reference, never the secret itself"),
        ("", "must be a reference, never the secret itself"),
        (
            "evn:canary",
            "does not begin with env:, file:, command: or credential:; did you mean env:?"
        ),
        ("canary:canary", "does not begin with env:, file:, command: or credential:"),
        ("env:$canary", "env: takes the name of a variable without $"),
        ("env:", "env: needs the name of a variable: letters, digits and _"),
        ("env:1canary", "env: needs the name of a variable: letters, digits and _"),
        ("env:can-ary", "env: needs the name of a variable: letters, digits and _"),
        ("file:", "file: needs a path"),
        ("file:canary\n", "file: must not hold control characters"),
        ("command:  ", "command: needs a command line"),
        (
            "credential:a/canary",
            "credential: needs the name of a systemd credential, without a path"
        ),
        ("credential:..", "credential: needs the name of a systemd credential, without a path"),
    ])
    func `what is no reference is refused without repeating it`(text: String, sentence: String) {
        let flaw = #expect(throws: Reference.Flaw.self) {
            try Reference.read(text, paths: Self.paths)
        }
        #expect(flaw?.sentence == sentence)
        #expect(flaw?.sentence.contains("canary") == false)
    }

    @Test(arguments: [
        ("rescind.json5", "", "in"), ("jobs/night.json5", "jobs", "jobs/in"),
        ("/etc/night.json5", "/etc", "/etc/in"), ("/night.json5", "/", "/in"),
        ("./night.json5", ".", "./in"),
    ])
    func `relative paths are relative to the job file`(
        file: String, directory: String, resolved: String
    ) {
        let paths = Paths(ofFile: file)
        #expect(paths.directory == directory)
        #expect(paths.resolve("in") == resolved)
        #expect(paths.resolve("/in") == "/in")
        #expect(paths.resolve("~/in") != "~/in" || paths.home == nil)
    }
}
