// SPDX-License-Identifier: MIT

import CCurl

// A kept connection on which the server has spoken, or hung up, since the last answer.
//
// libcurl 7.88 uses it all the same, and takes what lies there for the answer to the next request:
// a stray "cancelled" would be booked for a shipment that nobody asked about. So the guard looks
// before each request is written. TLS changes nothing: what else may come unasked (session
// tickets) comes with the handshake and is read with the first answer.

extension Slot {
    /// Whether libcurl may write the request now; false ends the transfer.
    func mayWrite(localPort: Int32) -> Bool {
        if reading.attempts == 0 {
            if !isOnKeptConnection {
                sockets.note(opened, localPort: localPort)
            } else if !sockets.isQuiet(localPort: localPort) {
                reading.noteStaleConnection()
                return false
            }
        }
        return reading.attempt()
    }

    /// Whether the transfer ended for that reason alone, and unsent, so that it may begin again.
    var needsFreshConnection: Bool { reading.isOnStaleConnection && reading.attempts == 0 }

    var isOnKeptConnection: Bool { rescind_easy_long(easy, CURLINFO_NUM_CONNECTS) == 0 }
}
