// SPDX-License-Identifier: MIT

import Glibc

/// The variables of the process that say how output should look.
package struct EnvironmentVariables: Sendable {
    private let values: [String: String]

    package init(_ values: [String: String]) { self.values = values }

    /// Those of this process.
    package static var current: EnvironmentVariables {
        let names = ["NO_COLOR", "TERM", "COLUMNS"]
        let pairs = names.compactMap { name in
            getenv(name).map { (name, String(cString: $0)) }
        }
        return EnvironmentVariables(Dictionary(uniqueKeysWithValues: pairs))
    }

    /// The value; nil where it is absent or empty, as NO_COLOR's convention has it.
    package subscript(name: String) -> String? {
        values[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
