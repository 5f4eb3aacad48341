// SPDX-License-Identifier: MIT

/// How this process talks, decided once from options, environment and descriptors.
package struct OutputSettings: Sendable, Equatable {
    package var json = false
    package var quiet = false
    package var verbose = false
    package var log = LogForm.text
    package var colourOnOutput = false
    package var colourOnError = false
    /// Whether standard error is a screen on which lines can be replaced.
    package var redraws = false
    /// The width someone asked for with COLUMNS; the terminal's own counts otherwise.
    package var columns: Int?

    package init() {}

    package init(
        _ invocation: Invocation?, _ environment: EnvironmentVariables, output: Bool, error: Bool
    ) {
        json = invocation?[Options.json] ?? false
        quiet = invocation?[Options.quiet] ?? false
        verbose = invocation?[Options.verbose] ?? false
        log = invocation?[Options.log] ?? .text
        let capable = environment["TERM"].map { $0 != "dumb" } ?? false
        let colour =
            capable && environment["NO_COLOR"] == nil && !(invocation?[Options.noColor] ?? false)
        colourOnOutput = colour && output
        colourOnError = colour && error
        redraws = capable && error && log == .text
        columns = environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    }
}
