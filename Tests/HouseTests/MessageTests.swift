// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// Every sentence a person can be stopped with stands in a test, word for word.
struct MessageTests {
    /// What no test can bring about: a race, a failing disk, or a mistake of ours that something
    /// before it refuses already.
    private static let beyondReach: Set = [
        "the checkpoint was not written", "the signing key was made and is gone again",
        "the database changes faster than it can be read", "a temporary file was cut",
        "another process holds the database and did not let go", "the workbook cannot be written",
        "the log is not what its newest checkpoint signed", "a credit on record cannot be read",
        "the stored plan cannot be read", "the export changed while it was read",
        "the record could not be written; nothing was sent that is not on it",
        // The parser asks for these, the reader of the job for the others.
        "name the day and the file", "name the file to write", "name the shipment",
        "say what to look for", "nothing says what the run is to be held against",
        "--as says what was found", "no month", "the job cannot be read", "the account has no",
        "holds a character that no header may have",
        "the account has no tenantID that could stand in an address",
        "the rules are too large together", "the columns make no table",
        // A process that hangs for half a minute.
        "the stop is on record, and what is sending did not see it for 30 s",
        // A provider that answers so for hours, or a list of a million rows.
        "the provider gives no token", "the provider's list does not end",
        "standard input is read once and cannot be searched for all its columns",
    ]

    @Test func `every sentence of a problem is pinned`() throws {
        let pinned = try Self.tests()
        for file in try SourceTree.swiftFiles(under: "Sources") {
            for sentence in Self.sentences(file.text) where !Self.beyondReach.contains(sentence) {
                let isPinned = pinned.contains(sentence)
                #expect(isPinned, "\(file.path): “\(sentence)”")
            }
        }
    }

    @Test func `what is beyond reach is in the sources`() throws {
        let all = try SourceTree.swiftFiles(under: "Sources").flatMap { Self.sentences($0.text) }
        #expect(Self.beyondReach.subtracting(all).isEmpty)
    }

    /// The longest piece without a value of each sentence; internal errors are nobody's to read.
    private static func sentences(_ text: String) -> [String] {
        text.matches(of: #/Problem\(\s*\.(\w+),\s*"((?:[^"\\]|\\.)*)"/#)
            .filter { $0.1 != "internal" }
            .compactMap { match in
                match.2.split(separator: #/\\\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)?/#)
                    .map { $0.replacing("\\\"", with: "\"").trimmingCharacters(in: .ends) }
                    .max { $0.count < $1.count }
            }
            .filter { $0.count > 5 }
    }

    private static func tests() throws -> String {
        let goldens = try FileManager.default.contentsOfDirectory(
            atPath: SourceTree.root.appending(path: "Tests/Snapshots/EndToEnd").path)
        let texts = try goldens.map { try SourceTree.text("Tests/Snapshots/EndToEnd/\($0)") }
        return (try SourceTree.swiftFiles(under: "Tests").map(\.text) + texts)
            .joined(separator: "\n").replacing("\\\"", with: "\"")
            .replacing(#/\\?\s+/#, with: " ").replacing("\" + \"", with: "")
    }
}

extension CharacterSet {
    /// What joins a sentence to a value.
    fileprivate static let ends = CharacterSet(charactersIn: " :;,.(“”\"")
}
