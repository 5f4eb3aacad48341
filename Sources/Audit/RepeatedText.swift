// SPDX-License-Identifier: MIT

import Model
import SQLite

/// What is made of the text in a column whose rows mostly say the same: made once, then kept.
struct RepeatedText<Value> {
    private var known: [UInt8] = []
    private var made: Value
    private let make: (String) -> Value

    init(_ make: @escaping (String) -> Value) {
        self.make = make
        made = make("")
    }

    mutating func value(_ row: borrowing Row, _ column: Int) -> Value {
        row.withBytes(column) { bytes in
            if !bytes.equal(known) {
                known = [UInt8](bytes)
                made = make(String(decoding: bytes, as: UTF8.self))
            }
            return made
        }
    }
}
