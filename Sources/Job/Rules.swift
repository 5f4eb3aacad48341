// SPDX-License-Identifier: MIT

package import Model

/// Which shipments of an account are cancelled.
package struct Rules: Sendable, Equatable {
    /// What could be cancelled at all; nil for every row.
    package var scope: Rule?
    /// The first one that is true is the reason.
    package var due: [Rule] = []
    package var hold: [Rule] = []

    package init() {}

}
