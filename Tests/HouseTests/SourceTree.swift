// SPDX-License-Identifier: MIT

import Foundation

/// The package as text: what the house rules are held against.
enum SourceTree {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// Every Swift file under a folder, with its path from the top.
    static func swiftFiles(under folder: String) throws -> [(path: String, text: String)] {
        let base = root.appending(path: folder)
        let found = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil)
        var files: [(String, String)] = []
        while let file = found?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            let path = file.path.dropFirst(root.path.count + 1)
            files.append((String(path), try String(contentsOf: file, encoding: .utf8)))
        }
        return files.sorted { $0.0 < $1.0 }
    }

    /// The rooms of Package.swift from top to bottom, each with what it says it uses.
    static func rooms() throws -> [(name: String, uses: [String])] {
        let manifest = try text("Package.swift")
        let rooms = manifest.split(separator: "Room(").dropFirst()
        return rooms.compactMap { part in
            let names = part.prefix { $0 != "]" }.split(separator: "\"").enumerated()
                .filter { $0.offset % 2 == 1 }.map { String($0.element) }
            return names.first.map { ($0, Array(names.dropFirst())) }
        }
    }

    static func stands(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }
}
