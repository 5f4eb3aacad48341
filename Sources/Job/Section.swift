// SPDX-License-Identifier: MIT

import Model

/// A group of the job with its values by key.
struct Section: Sendable {
    private(set) var settings: [String: Setting] = [:]
    private(set) var places: [String: String] = [:]

    subscript(name: String) -> Setting? { settings[name] }

    /// Takes a key as written; the setting is nil where it could not be read.
    mutating func set(_ name: String, _ setting: Setting?, at place: String) {
        settings[name] = setting
        places[name] = place
    }

    /// Where a key was written, whether it could be read or not.
    func place(of name: String) -> String? { places[name] }

    /// This group with what `other` says instead: the narrower one wins, key by key.
    ///
    /// Groups inside are merged the same way and named holds by their names, so that an account
    /// cannot lose a protection by adding one. Due rules are replaced as a whole: merging them
    /// would cancel more than the account says.
    func overridden(by other: Section) -> Section {
        var result = self
        for (name, place) in other.places {
            result.places[name] = place
            guard let setting = other.settings[name] else { continue }
            result.settings[name] = Self.merged(name, settings[name], setting)
        }
        return result
    }

    private static func merged(_ name: String, _ wide: Setting?, _ narrow: Setting) -> Setting {
        switch (wide, narrow) {
        case (.section(let wide), .section(let narrow)):
            .section(wide.overridden(by: narrow))
        case (.columns(let wide), .columns(let narrow)):
            .columns(wide.merging(narrow) { $1 })
        case (.rules(let wide), .rules(let narrow)) where name == "hold":
            .rules(merged(wide, narrow))
        default: narrow
        }
    }

    private static func merged(_ wide: [Rule], _ narrow: [Rule]) -> [Rule] {
        let names = Set(narrow.map(\.name))
        return wide.filter { !names.contains($0.name) } + narrow
    }
}
