// SPDX-License-Identifier: MIT

/// What a verb's implementation is given.
package struct Context: Sendable {
    package let invocation: Invocation
    package let output: Output
    package let signals: Signals

    package init(invocation: Invocation, output: Output, signals: Signals) {
        self.invocation = invocation
        self.output = output
        self.signals = signals
    }
}
