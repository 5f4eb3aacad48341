// SPDX-License-Identifier: MIT

/// The way from the top of a job to one of its values: `accounts.us-store.apiKey`.
struct JobPath {
    private var names: [String] = []

    var last: String { names.last ?? "the job" }
    var text: String { names.joined(separator: ".") }

    func appending(_ name: String) -> JobPath {
        var path = self
        path.names.append(name)
        return path
    }
}
