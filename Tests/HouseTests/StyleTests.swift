// SPDX-License-Identifier: MIT

import Testing

/// What the house does not want to see, each with what to write instead.
struct StyleTests {
    static let banned = [
        ("try!", "try, and say what goes wrong"), ("as!", "as?, or a type that knows"),
        (" print(", "the output writer"), ("import Foundation", "Glibc and our own rooms"),
        ("import Dispatch", "a thread of one's own"), ("URLSession", "room HTTP"),
    ]

    /// The main queue is started by hand, so that help and version come before Swift's threads.
    static let allowed = ["Sources/rescind/main.swift": "import Dispatch"]

    @Test(arguments: banned)
    func `is not written in the sources`(word: String, instead: String) throws {
        for file in try SourceTree.swiftFiles(under: "Sources")
        where Self.allowed[file.path] != word {
            let lines = file.text.split(separator: "\n").filter { !$0.contains("//") }
            #expect(
                !lines.contains { $0.contains(word) }, "\(file.path): instead of \(word) \(instead)"
            )
        }
    }

    @Test(arguments: ["@unchecked Sendable", "nonisolated(unsafe)"])
    func `is written only with the reason beside it`(word: String) throws {
        for file in try SourceTree.swiftFiles(under: "Sources") {
            let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
            for (place, line) in lines.enumerated() where line.contains(word) {
                guard !line.trimmingPrefix(while: { $0 == " " }).hasPrefix("//") else { continue }
                let above = lines[max(0, place - 2)..<place]
                #expect(
                    above.contains { $0.contains("// Safe: ") },
                    "\(file.path):\(place + 1) says why it is safe")
            }
        }
    }

    @Test func `the executable is only a door`() throws {
        let lines = try SourceTree.text("Sources/rescind/main.swift").split(separator: "\n")
        #expect(lines.count < 20)
    }

    @Test func `nothing is left unfinished`() throws {
        for folder in ["Sources", "Tests"] {
            for file in try SourceTree.swiftFiles(under: folder) {
                for word in ["TO" + "DO", "FIX" + "ME"] {
                    #expect(!file.text.contains(word), "\(file.path) holds \(word)")
                }
            }
        }
    }
}
