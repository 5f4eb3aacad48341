// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// A room may use only rooms below it, and says which.
struct RoomTests {
    @Test func `every room uses only what stands below it`() throws {
        let rooms = try SourceTree.rooms()
        #expect(rooms.count > 10)
        for (place, room) in rooms.enumerated() {
            let below = Set(rooms[(place + 1)...].map(\.name))
            for used in room.uses where !used.hasPrefix("C") || below.contains(used) {
                #expect(below.contains(used), "\(room.name) uses \(used), which is above it")
            }
        }
    }

    @Test func `every import is declared`() throws {
        let system: Set = ["Glibc", "Synchronization"]
        for room in try SourceTree.rooms() {
            let allowed = Set(room.uses).union(system)
            for file in try SourceTree.swiftFiles(under: "Sources/\(room.name)") {
                for module in imports(file.text) {
                    #expect(allowed.contains(module), "\(file.path) imports \(module)")
                }
            }
        }
    }

    @Test func `an import of a room above is found`() {
        #expect(
            imports("package import Commands\nimport struct Model.Amount") == ["Commands", "Model"])
    }

    @Test func `every room explains itself`() throws {
        for room in try SourceTree.rooms() where SourceTree.stands("Sources/\(room.name)") {
            let readme = try SourceTree.text("Sources/\(room.name)/README.md")
            #expect(readme.hasPrefix("# "), "Sources/\(room.name)/README.md")
        }
    }

    private func imports(_ text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            var words = line.split(separator: " ").map(String.init)
            while let first = words.first,
                ["package", "internal", "@testable", "public"].contains(first)
            {
                words.removeFirst()
            }
            guard words.first == "import", let name = words.last else { return nil }
            return String(name.prefix { $0 != "." })
        }
    }
}
