// SPDX-License-Identifier: MIT

import CCurl

/// Sets options of one easy handle and remembers the first that was not taken.
struct Settings {
    private let easy: UnsafeMutableRawPointer
    private(set) var failure = CURLE_OK

    init(_ easy: UnsafeMutableRawPointer) { self.easy = easy }

    mutating func long(_ option: CURLoption, _ value: Int) {
        note(rescind_easy_set_long(easy, option, value))
    }

    mutating func off(_ option: CURLoption, _ value: Int) {
        note(rescind_easy_set_off(easy, option, curl_off_t(value)))
    }

    /// libcurl keeps the pointer, not a copy.
    mutating func pointer(_ option: CURLoption, _ value: UnsafeRawPointer?) {
        note(rescind_easy_set_pointer(easy, option, value))
    }

    /// libcurl copies the text; nil unsets the option.
    mutating func text(_ option: CURLoption, _ value: String?) {
        guard let value else { return pointer(option, nil) }
        value.withCString { pointer(option, $0) }
    }

    /// Directs the callbacks at one slot, and the closing of sockets at the table of open ones.
    mutating func callbacks(_ slot: UnsafeRawPointer, sockets: UnsafeRawPointer) {
        note(rescind_easy_set_writer(easy, CURLOPT_WRITEFUNCTION, onBody))
        pointer(CURLOPT_WRITEDATA, slot)
        note(rescind_easy_set_writer(easy, CURLOPT_HEADERFUNCTION, onHeader))
        pointer(CURLOPT_HEADERDATA, slot)
        note(rescind_easy_set_prereq(easy, onPrereq))
        pointer(CURLOPT_PREREQDATA, slot)
        note(rescind_easy_set_opensocket(easy, onOpenSocket))
        pointer(CURLOPT_OPENSOCKETDATA, slot)
        note(rescind_easy_set_closesocket(easy, onCloseSocket))
        pointer(CURLOPT_CLOSESOCKETDATA, sockets)
    }

    private mutating func note(_ code: CURLcode) {
        if failure == CURLE_OK { failure = code }
    }
}
