// SPDX-License-Identifier: MIT

import Foundation

/// The files of a stage.
extension Stage {
    private func place(_ name: String) -> URL {
        name.hasPrefix("/") ? URL(filePath: name) : folder.appending(path: name)
    }

    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: place(name).path) }

    func text(_ name: String) throws -> String {
        try String(contentsOf: place(name), encoding: .utf8)
    }

    /// Puts one text in place of another; both are there only once.
    func change(_ name: String, _ old: String, to new: String) throws {
        try write(name, try text(name).replacing(old, with: new))
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(at: place(name)) }

    /// The permission bits of a file.
    func mode(_ name: String) throws -> Int? {
        let facts = try FileManager.default.attributesOfItem(atPath: place(name).path)
        return (facts[.posixPermissions] as? NSNumber)?.intValue
    }
}
