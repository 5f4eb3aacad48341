// SPDX-License-Identifier: MIT

/// A C library that is loaded when it is first needed, not when the process starts.
///
/// Held in a `static let`, so that it is loaded once, by whichever thread comes first.
package struct LoadedLibrary: Sendable {
    private let problem: Problem?

    /// `missing` is what its C target's `rescind_load_…` said: nil, or the loader's words.
    package init(_ name: String, package: String, missing: UnsafePointer<CChar>?) {
        problem = missing.map {
            Problem(library: name, package: package, missing: String(cString: $0))
        }
    }

    package var isHere: Bool { problem == nil }

    /// To be called before anything of the library is.
    package func check() throws(Problem) {
        if let problem { throw problem }
    }
}

extension Problem {
    /// The loader's words are `file: what is wrong with it`.
    fileprivate init(library name: String, package: String, missing: String) {
        let parts = missing.split(separator: ": ", maxSplits: 1)
        self.init(
            .usage, "\(name) cannot be loaded: \(parts.last ?? "")",
            at: parts.first.map(String.init), next: "apt-get install \(package)")
    }
}
