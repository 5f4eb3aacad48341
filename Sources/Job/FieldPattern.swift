// SPDX-License-Identifier: MIT

/// Names fields by their path: `ship_to.name`, or `ship_to.*` for all below `ship_to`.
///
/// A pattern may begin at any depth, because providers wrap the same object differently; places in
/// lists do not count. Names are compared without case.
package struct FieldPattern: Sendable, Hashable {
    private let segments: [String]
    private let coversAllBelow: Bool

    package static let segmentsMax = 16

    /// Reads names with dots between them; `*` stands for one name, at the end for all below.
    package init?(_ text: String) {
        var segments = text.lowercased().split(separator: ".", omittingEmptySubsequences: false)
            .map(String.init)
        guard segments.count <= Self.segmentsMax, segments != ["*"],
            segments.allSatisfy({ !$0.isEmpty && ($0 == "*" || !$0.contains("*")) })
        else { return nil }
        coversAllBelow = segments.last == "*"
        if coversAllBelow { segments.removeLast() }
        self.segments = segments
    }

    /// Whether the field at `path` is named; a path is the names from the outside to the inside.
    package func matches(_ path: [String]) -> Bool {
        let below = coversAllBelow ? 1 : 0
        guard path.count >= segments.count + below else { return false }
        let lastStart = path.count - segments.count - below
        let starts = coversAllBelow ? 0...lastStart : lastStart...lastStart
        return starts.contains { start in
            zip(segments, path[start...]).allSatisfy { $0 == "*" || $0 == $1.lowercased() }
        }
    }

    /// Whether a column of an export, `ship_to.name`, is named.
    package func matches(column: String) -> Bool {
        matches(column.split(separator: ".", omittingEmptySubsequences: false).map(String.init))
    }
}

extension FieldPattern: CustomStringConvertible {
    package var description: String {
        (segments + (coversAllBelow ? ["*"] : [])).joined(separator: ".")
    }
}
