// SPDX-License-Identifier: MIT

import Glibc

func closeSocket(_ socket: Int32) { close(socket) }

/// Waits until a client of this listening socket has said something.
func waitForBytes(on listener: Int32) {
    let socket = accept(listener, nil, nil)
    var byte: UInt8 = 0
    _ = recv(socket, &byte, 1, Int32(MSG_PEEK))
}
