// SPDX-License-Identifier: MIT

/// The candidate most like `word`, for "did you mean"; nil when none is near.
package func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    candidates.map { (name: $0, distance: editDistance(word.lowercased(), $0.lowercased())) }
        .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
        .flatMap { $0.distance <= max(2, word.count / 3) ? $0.name : nil }
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one text into the other.
package func editDistance(_ left: String, _ right: String) -> Int {
    let left = Array(left.utf8)
    let right = Array(right.utf8)
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
        var current = [row + 1]
        for column in right.indices {
            var best = min(last[column + 1] + 1, current[column] + 1)
            best = min(best, last[column] + (left[row] == right[column] ? 0 : 1))
            if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                best = min(best, beforeLast[column - 1] + 1)
            }
            current.append(best)
        }
        (beforeLast, last) = (last, current)
    }
    return last[right.count]
}
