// SPDX-License-Identifier: MIT

import Formats
package import Model

extension Problem {
    /// What no part of the program took for its own.
    package init(unforeseen error: any Error) {
        // What comes from outside is read where its place can be named: this is our own writing.
        if let failure = error as? JSON.Failure {
            self.init(
                .auditInvalid, "the record holds a text that cannot be read: \(failure)",
                next: "rescind audit verify")
        } else {
            self.init(
                .internal, "something nobody foresaw: \(error)", next: "rescind help exit-codes")
        }
    }
}
