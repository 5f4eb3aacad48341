// SPDX-License-Identifier: MIT

import Glibc
import Job
import Model
import Testing

@testable import Credentials

struct SecretReaderTests {
    @Test func `a variable is read`() throws {
        let secret = try reader(["KEY": "canary"]).read(
            Reference(.env, "KEY"), account: "store", field: "apiKey")
        #expect(secret.exposed == "canary")
    }

    @Test func `a process that has read a secret leaves no core file`() throws {
        _ = try reader(["KEY": "canary"]).read(
            Reference(.env, "KEY"), account: "store", field: "apiKey")
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(UInt32(RLIMIT_CORE.rawValue)), &limit)
        #expect(limit.rlim_cur <= 1)
    }

    @Test func `a variable of this process is read`() throws {
        let path = try SecretReader().read(
            Reference(.env, "PATH"), account: "store", field: "apiKey")
        #expect(path.exposed == processVariable("PATH"))
    }

    @Test(arguments: [
        ("canary", "canary"), ("canary\n", "canary"), ("canary\r\n", "canary"),
        ("canary\n\n", "canary"), ("with space", "with space"), ("ümlaut", "ümlaut"),
        (String(repeating: "x", count: 16_384), String(repeating: "x", count: 16_384)),
    ])
    func `the end of the line of a file is no part of the secret`(
        content: String, value: String
    ) throws {
        try withFolder { folder in
            write(content.utf8, to: folder + "/key")
            let secret = try reader().read(
                Reference(.file, "key", location: folder + "/key"), account: "a", field: "f")
            #expect(secret.exposed == value)
        }
    }

    static let flaws: [(content: [UInt8], sentence: String)] = [
        ([], "is empty"), (Array("\n".utf8), "is empty"),
        (Array("canary\nmore\n".utf8), "has more than one line"),
        (Array("can\rary".utf8), "has more than one line"),
        (Array("can\tary".utf8), "holds a control character"),
        (Array("can\u{0}ary".utf8), "holds a control character"),
        (Array("can\u{7f}ary".utf8), "holds a control character"),
        (Array(" canary".utf8), "begins or ends with a blank"),
        (Array("canary \n".utf8), "begins or ends with a blank"),
        (
            [0xef, 0xbb, 0xbf] + Array("canary".utf8),
            "begins with a byte order mark: store it as plain text"
        ),
        ([0xff, 0xfe, 0x63, 0x00], "begins with a byte order mark: store it as plain text"),
        (Array("canary".utf8) + [0xff], "is not UTF-8 text"),
        ([UInt8](repeating: 0x78, count: 16_385), "is longer than 16384 bytes"),
        ([UInt8](repeating: 0x78, count: 70_000), "cannot be read: it holds more than 65536 bytes"),
    ]

    @Test(arguments: flaws)
    func `a value that cannot be a secret is refused without repeating it`(
        content: [UInt8], sentence: String
    ) throws {
        try withFolder { folder in
            write(content, to: folder + "/key")
            let reference = Reference(.file, "key", location: folder + "/key")
            let problem = #expect(throws: Problem.self) {
                try reader().read(reference, account: "store", field: "apiKey")
            }
            #expect(problem?.what == "the secret in file:key \(sentence)")
            #expect(problem?.place == "account store, apiKey")
            #expect(problem?.next == "ls -l \(folder)/key")
            #expect(problem?.description.contains("canary") == false)
        }
    }

    @Test(arguments: [
        (
            Reference(.env, "MISSING"),
            "the secret in env:MISSING cannot be read: the variable is not set",
            "export MISSING=… before starting rescind"
        ),
        (
            Reference(.env, "EMPTY"), "the secret in env:EMPTY is empty",
            "export EMPTY=… before starting rescind"
        ),
        (
            Reference(.file, "/nonexistent/key"),
            "the secret in file:/nonexistent/key cannot be read: No such file or directory",
            "ls -l /nonexistent/key"
        ),
        (
            Reference(.file, "/tmp"), "the secret in file:/tmp cannot be read: it is a directory",
            "ls -l /tmp"
        ),
        (
            Reference(.file, "/dev/zero"),
            "the secret in file:/dev/zero cannot be read: it is no file", "ls -l /dev/zero"
        ),
        (
            Reference(.credential, "lwa"),
            "the secret in credential:lwa cannot be read: CREDENTIALS_DIRECTORY is not set:"
                + " systemd gave this process no credential",
            "systemctl edit: LoadCredential=lwa:PATH"
        ),
        (
            Reference(.command, "exit 3"),
            "the secret in command:exit 3 cannot be read: the command ended with exit 3",
            "run the command in a shell: it must print the secret as its first line"
        ),
        (
            Reference(.command, "kill -9 $$"),
            "the secret in command:kill -9 $$ cannot be read: the command was ended by signal 9",
            "run the command in a shell: it must print the secret as its first line"
        ),
        (
            Reference(.command, "true"), "the secret in command:true is empty",
            "run the command in a shell: it must print the secret as its first line"
        ),
        (
            Reference(.command, "echo; echo canary"),
            "the secret in command:echo; echo canary is empty",
            "run the command in a shell: it must print the secret as its first line"
        ),
    ])
    func `a failure names account, field, reference and what to do`(
        reference: Reference, what: String, next: String
    ) {
        let problem = #expect(throws: Problem.self) {
            try reader(["EMPTY": ""]).read(reference, account: "store", field: "apiKey")
        }
        #expect(problem == Problem(.jobInvalid, what, at: "account store, apiKey", next: next))
    }

    @Test func `a credential of systemd is read from its directory`() throws {
        try withFolder { folder in
            write("canary\n".utf8, to: folder + "/lwa")
            let secret = try reader(["CREDENTIALS_DIRECTORY": folder]).read(
                Reference(.credential, "lwa"), account: "a", field: "f")
            #expect(secret.exposed == "canary")
        }
    }

    @Test func `a pipe is read like a file`() throws {
        try withFolder { folder in
            let path = folder + "/pipe"
            #expect(mkfifo(path, 0o600) == 0)
            // Both ends, so that neither open waits for the other.
            let writer = open(path, O_RDWR | O_NONBLOCK)
            _ = Glibc.write(writer, "canary\n", 7)
            let reading = open(path, O_RDONLY | O_NONBLOCK)
            close(writer)
            let secret = try reader().read(
                Reference(.file, "/dev/fd/\(reading)"), account: "a", field: "f")
            close(reading)
            #expect(secret.exposed == "canary")
        }
    }

    @Test(
        arguments: [
            (0o600, nil), (0o640, nil), (0o644, "can be read by every user of this machine"),
            (0o666, "can be changed by every user of this machine"),
        ] as [(mode_t, String?)])
    func `a file others can get at is worth a word`(mode: mode_t, advice: String?) throws {
        try withFolder { folder in
            write("canary".utf8, to: folder + "/key", mode: mode)
            #expect(SecretFile.advice(on: folder + "/key") == advice)
        }
    }
}

struct SecretAdviceTests {
    @Test func `check names the file that others can read and the command that mends it`() throws {
        try withFolder { folder in
            let path = folder + "/key"
            let store = try account("shipstation", ["apiKey=file:\(path)"])
            #expect(reader().advice(on: store) == [])
            write("canary".utf8, to: path, mode: 0o644)
            #expect(
                reader().advice(on: store) == [
                    Problem(
                        .jobInvalid,
                        "the secret in file:\(path) can be read by every user of this machine",
                        at: "account store, apiKey", next: "chmod 600 \(path)")
                ])
        }
    }
}

struct CommandTests {
    private func read(_ line: String, timeout: Interval = .seconds(10)) throws -> String {
        try reader(timeout: timeout).read(
            Reference(.command, line), account: "a", field: "f"
        ).exposed
    }

    @Test(arguments: [
        ("echo canary", "canary"), ("printf canary", "canary"),
        ("printf 'canary\\nurl: https://x\\nuser: me\\n'", "canary"),
        ("printf 'canary\\r\\n'", "canary"), ("echo $((40 + 2))", "42"),
    ])
    func `the first line of a command is the secret`(line: String, value: String) throws {
        #expect(try read(line) == value)
    }

    @Test func `a command sees the environment and no input`() throws {
        #expect(try read("cat; echo \"$PATH\"") == processVariable("PATH"))
    }

    @Test func `a command is not named as ours and gets no secret in its arguments`() throws {
        #expect(try read("tr '\\0' '|' < /proc/$$/cmdline").hasPrefix("sh|-c|tr"))
    }

    /// A supervisor may have started us with SIGPIPE ignored and signals held back.
    @Test func `a command starts with every signal as a shell would have it`() throws {
        var held = sigset_t()
        var before = sigset_t()
        sigemptyset(&held)
        for signal in [SIGTERM, SIGINT, SIGUSR1] { sigaddset(&held, signal) }
        pthread_sigmask(SIG_BLOCK, &held, &before)
        let ignored = signal(SIGPIPE, SIG_IGN)
        defer {
            signal(SIGPIPE, ignored)
            pthread_sigmask(SIG_SETMASK, &before, nil)
        }
        let line =
            "sed -n 's/^Sig\\(Blk\\|Ign\\):\\t//p' /proc/self/status | tr '\\n' ' ' | sed 's/ $//'"
        let masks = try read(line).split(separator: " ").compactMap { UInt64($0, radix: 16) }
        // glibc lets every child ignore the two signals of its own, 32 and 33.
        #expect(masks.map { $0 & 0x7FFF_FFFF } == [0, 0])
    }

    @Test func `a command that will not be ended by a word is ended all the same`() {
        let line = "trap '' TERM INT HUP; while :; do sleep 1; done"
        let problem = #expect(throws: Problem.self) {
            try read(line, timeout: Interval(milliseconds: 300))
        }
        #expect(problem?.what.hasSuffix("nothing came in time") == true)
    }

    @Test(arguments: [
        "echo canary-of-the-mine; exit 1", "printf 'canary-of-the-mine\\000'",
        "printf 'canary-of-\\tthe-mine'", "echo canary-of-the-mine; kill -9 $$",
        "head -c 70000 /dev/zero | tr '\\0' c; echo canary-of-the-mine",
        "echo ' canary-of-the-mine'",
    ])
    func `what a command printed stands in no message, however it failed`(line: String) {
        let problem = #expect(throws: Problem.self) { try read(line) }
        let words = (problem?.description ?? "").replacing(line, with: "")
        #expect(!words.contains("canary") && !words.contains("ccc"))
    }

    @Test func `a command that hangs is ended with all it started`() throws {
        try withFolder { folder in
            let line = "sleep 60 & echo $! > \(folder)/child; wait"
            let problem = #expect(throws: Problem.self) {
                try read(line, timeout: Interval(milliseconds: 300))
            }
            #expect(problem?.what.hasSuffix("cannot be read: nothing came in time") == true)
            let text = try SecretFile.bytes(of: folder + "/child")
            let child = try #require(pid_t(String(decoding: text.dropLast(), as: UTF8.self)))
            // With a terminal the command stays in our group and only it is ended.
            if open("/dev/tty", O_RDWR) < 0 { #expect(ends(child)) }
            kill(child, SIGKILL)
        }
    }

    /// The kernel takes a moment to end what it was told to kill.
    private func ends(_ process: pid_t) -> Bool {
        for _ in 0..<1000 {
            if !isRunning(process) { return true }
            usleep(5000)
        }
        return false
    }

    /// A killed process may wait as a zombie for whoever adopts it.
    private func isRunning(_ process: pid_t) -> Bool {
        guard kill(process, 0) == 0,
            let status = try? SecretFile.bytes(of: "/proc/\(process)/stat")
        else { return false }
        let text = String(decoding: status, as: UTF8.self)
        return !text.contains(") Z ") && !text.contains(") X ")
    }

    @Test func `a command that closes its output and stays is ended`() {
        let problem = #expect(throws: Problem.self) {
            try read(
                "echo canary; exec 1>&-; sleep 60", timeout: Interval(milliseconds: 300))
        }
        #expect(problem?.what.hasSuffix("the command did not end in time") == true)
    }

    @Test func `a command that prints without end is ended`() {
        let problem = #expect(throws: Problem.self) { try read("yes canary") }
        #expect(
            problem?.what.hasSuffix("cannot be read: it holds more than 65536 bytes") == true)
    }
}
