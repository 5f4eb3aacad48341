// SPDX-License-Identifier: MIT

import CCurl
import Glibc

// libcurl calls these on the loop's thread, inside curl_multi_perform. Their context is a slot,
// which its loop keeps alive until after the easy handle is gone.

private func slot(_ context: UnsafeMutableRawPointer?) -> Slot? {
    context.map { Unmanaged<Slot>.fromOpaque($0).takeUnretainedValue() }
}

/// The guard: libcurl asks before it writes the request, each time.
///
/// When a reused connection dies before the first byte of an answer, libcurl opens another and
/// sends again by itself, whatever the method. Its second question is answered with no; so is a
/// first one on a kept connection that has bytes waiting.
let onPrereq: curl_prereq_callback = { context, _, _, _, localPort in
    slot(context)?.mayWrite(localPort: localPort) == true
        ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}

let onHeader: curl_write_callback = { bytes, size, count, context in
    let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return slot(context)?.reading.header(line) == true ? line.count : 0
}

let onBody: curl_write_callback = { bytes, size, count, context in
    let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return slot(context)?.reading.body(piece) == true ? piece.count : 0
}

/// Opens a socket that no child process inherits, and for plain http none that leaves the machine.
let onOpenSocket: curl_opensocket_callback = { context, _, address in
    guard let address, let slot = slot(context),
        !slot.reading.isPlain || isLoopback(&address.pointee.addr)
    else { return CURL_SOCKET_BAD }
    let opened = socket(
        address.pointee.family, address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue),
        address.pointee.protocol)
    slot.opened.append(opened)
    return opened
}

/// Closes a socket; its context is the table of open ones, for a connection outlives its slot.
let onCloseSocket: curl_closesocket_callback = { context, socket in
    if let context {
        Unmanaged<OpenSockets>.fromOpaque(context).takeUnretainedValue().forget(socket)
    }
    return close(socket)
}

/// Whether an address is this machine's, whatever name led to it.
private func isLoopback(_ address: UnsafePointer<sockaddr>) -> Bool {
    let bytes = UnsafeRawPointer(address)
    switch Int32(address.pointee.sa_family) {
    case AF_INET:
        return UInt32(bigEndian: bytes.loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr) >> 24
            == 127
    case AF_INET6:
        var six = bytes.loadUnaligned(as: sockaddr_in6.self).sin6_addr
        var loopback = in6addr_loopback
        return memcmp(&six, &loopback, MemoryLayout<in6_addr>.size) == 0
    default:
        return false
    }
}
