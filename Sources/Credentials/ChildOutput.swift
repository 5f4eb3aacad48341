// SPDX-License-Identifier: MIT

import Glibc
import Job
import Model
import Processes

/// What a `command:` reference prints.
///
/// The line goes to `/bin/sh -c` as the job has it; nothing secret is ever in an argument.
enum ChildOutput {
    /// The first line of what the command prints.
    ///
    /// Its messages go to a person at the terminal, who may have to answer them, and nowhere else:
    /// they may quote the secret, and what we write to a log or a pipe is kept.
    /// Only the first line counts, because password stores print notes below the password.
    static func firstLine(of line: String, timeout: Interval) throws(Secret.Flaw) -> [UInt8] {
        let (child, output) = try flawed { () throws(Child.Failure) in try start(line) }
        defer { close(output) }
        let bytes: [UInt8]
        do throws(Secret.Flaw) {
            bytes = try Descriptor.bytes(from: output, deadline: Deadline(after: timeout))
        } catch {
            child.kill()
            throw error
        }
        try flawed { () throws(Child.Failure) in
            try child.end(withinMilliseconds: timeout.milliseconds)
        }
        return Array(bytes.prefix { $0 != UInt8(ascii: "\n") })
    }

    /// What a command did wrong, as what is wrong with the secret.
    private static func flawed<Result>(
        _ body: () throws(Child.Failure) -> Result
    ) throws(Secret.Flaw) -> Result {
        do throws(Child.Failure) { return try body() } catch { throw Secret.Flaw(error) }
    }

    private static func start(
        _ line: String
    ) throws(Child.Failure) -> (child: Child, output: Int32) {
        let pipe = try Pipe()
        defer { close(pipe.writing) }
        _ = fcntl(pipe.reading, F_SETFL, O_NONBLOCK)
        do throws(Child.Failure) {
            // With a terminal the command stays in our group, or it could not ask for a passphrase.
            let child = try Child.start(
                line, Child.Streams(output: pipe.writing, isSilent: isatty(STDERR_FILENO) == 0),
                ownGroup: !hasTerminal())
            return (child, pipe.reading)
        } catch {
            close(pipe.reading)
            throw error
        }
    }

    private static func hasTerminal() -> Bool {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard terminal >= 0 else { return false }
        close(terminal)
        return true
    }
}

extension Secret.Flaw {
    fileprivate init(_ failure: Child.Failure) {
        self =
            switch failure {
            case .system(let code): .system(code)
            case .exit(let code): .unreadable("the command ended with exit \(code)")
            case .signal(let signal): .unreadable("the command was ended by signal \(signal)")
            case .late: .unreadable("the command did not end in time")
            }
    }
}
