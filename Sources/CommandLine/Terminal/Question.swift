// SPDX-License-Identifier: MIT

import Glibc
package import Model

/// A question that only a person can answer, by typing a word.
package struct Question: Sendable {
    /// What is asked, such as `Type 4112 to cancel 4,112 shipments of us-store, LIVE`.
    package let text: Line
    /// What must be typed; a number may be typed with its commas.
    package let answer: String
    /// The command line that needs no question, for where nobody can be asked.
    package let unattended: String

    package init(_ text: Line, answer: String, unattended: String) {
        self.text = text
        self.answer = answer
        self.unattended = unattended
    }

    func isAnswered(by typed: String) -> Bool {
        let typed = typed.filter { $0 != " " && $0 != "\r" }
        return typed == answer || typed.filter { $0 != "," } == answer
    }
}

/// The longest answer that is read; what is longer is no answer.
let answerBytesMax = 256

extension Output {
    /// Asks on the terminal; false when something else was typed.
    ///
    /// Without a terminal it refuses: a batch that is asked would wait for ever, and one that
    /// takes silence for a yes would send.
    package func ask(_ question: Question) throws(Problem) -> Bool {
        guard let terminal = Self.openTerminal() else {
            throw Problem(
                .usage, "nobody can be asked: there is no terminal",
                next: question.unattended)
        }
        defer { close(terminal) }
        return ask(question, on: terminal)
    }

    func ask(_ question: Question, on terminal: Int32) -> Bool {
        let text = question.text.rendered(colour: settings.colourOnError) + ": "
        guard Descriptor(number: terminal).write(Array(text.utf8)) == .written else {
            return false
        }
        return Self.readLine(from: terminal).map(question.isAnswered(by:)) ?? false
    }

    /// The controlling terminal, or standard input where it is one.
    ///
    /// A job in the background has a terminal but may not read from it: it would be stopped.
    private static func openTerminal() -> Int32? {
        var terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
        if terminal < 0, isatty(STDIN_FILENO) == 1 {
            terminal = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
        }
        guard terminal >= 0 else { return nil }
        if tcgetpgrp(terminal) == getpgrp() { return terminal }
        close(terminal)
        return nil
    }

    /// One line without its end; nil at the end of the input or when it is too long.
    private static func readLine(from terminal: Int32) -> String? {
        var line: [UInt8] = []
        while line.count < answerBytesMax {
            var byte: UInt8 = 0
            let count = read(terminal, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else { return nil }
            if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
            line.append(byte)
        }
        return nil
    }
}
