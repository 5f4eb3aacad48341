// SPDX-License-Identifier: MIT

package import Model

/// What carries requests: the engine, or in a simulated night whatever plays the servers.
package protocol Transport: Sendable {
    /// Sends a request once and waits for its end; cancelling the task gives it up.
    func send(_ request: Request, options: HTTPEngine.Options) async -> Exchange
}

extension HTTPEngine: Transport {}
