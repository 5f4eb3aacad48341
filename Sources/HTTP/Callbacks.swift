// SPDX-License-Identifier: MIT

import CCurl
import Glibc

// libcurl calls these on the engine's thread, inside curl_multi_perform. Their context is a slot,
// which its loop keeps alive until after the easy handle is gone.

private func reading<Result>(
    of slot: UnsafeMutableRawPointer?, otherwise: Result, _ use: (inout Reading) -> Result
) -> Result {
    guard let slot else { return otherwise }
    return use(&Unmanaged<Slot>.fromOpaque(slot).takeUnretainedValue().reading)
}

/// The guard: libcurl asks before it writes the request, each time.
///
/// When a reused connection dies before the first byte of an answer, libcurl opens another and
/// sends again by itself, whatever the method. Its second question is answered with no.
let onPrereq:
    @convention(c) (
        UnsafeMutableRawPointer?, UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<CChar>?, Int32,
        Int32
    ) -> Int32 = { slot, _, _, _, _ in
        reading(of: slot, otherwise: CURL_PREREQFUNC_ABORT) { reading in
            reading.attempt() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
        }
    }

let onHeader:
    @convention(c) (
        UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?
    ) -> Int = { bytes, size, count, slot in
        reading(of: slot, otherwise: 0) { reading in
            reading.header(UnsafeRawBufferPointer(start: bytes, count: size * count))
                ? size * count : 0
        }
    }

let onBody:
    @convention(c) (
        UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?
    ) -> Int = { bytes, size, count, slot in
        reading(of: slot, otherwise: 0) { reading in
            reading.body(UnsafeRawBufferPointer(start: bytes, count: size * count))
                ? size * count : 0
        }
    }

/// Opens a socket that no child process inherits, and for plain http none that leaves the machine.
let onOpenSocket:
    @convention(c) (
        UnsafeMutableRawPointer?, curlsocktype, UnsafeMutablePointer<curl_sockaddr>?
    ) -> curl_socket_t = { slot, _, address in
        guard let address else { return CURL_SOCKET_BAD }
        let isAllowed = reading(of: slot, otherwise: false) { reading in
            !reading.isPlain || isLoopback(&address.pointee.addr)
        }
        guard isAllowed else { return CURL_SOCKET_BAD }
        return socket(
            address.pointee.family, address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue),
            address.pointee.protocol)
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
