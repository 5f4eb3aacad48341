// SPDX-License-Identifier: MIT

import Formats

extension JSON.Located {
    /// The same value with `word` replaced in every text in it; keys stay as they are.
    func replacing(_ word: String, with text: String) -> JSON.Located {
        switch content {
        case .string(let value):
            JSON.Located(.string(value.replacing(word, with: text)), at: place)
        case .array(let values):
            JSON.Located(.array(values.map { $0.replacing(word, with: text) }), at: place)
        case .object(let members):
            JSON.Located(
                .object(
                    members.map {
                        JSON.LocatedMember(
                            $0.name, at: $0.place, $0.value.replacing(word, with: text))
                    }), at: place)
        default: self
        }
    }
}

extension JSON.Located {
    /// An object without the member of that name.
    func without(_ name: String) -> JSON.Located {
        guard let members else { return self }
        return JSON.Located(.object(members.filter { $0.name != name }), at: place)
    }
}

extension String {
    /// The text with every occurrence of `word` replaced, byte for byte.
    func replacing(_ word: String, with text: String) -> String {
        var result: [UInt8] = []
        var rest = Array(utf8)[...]
        let wanted = Array(word.utf8)
        while !rest.isEmpty {
            if rest.starts(with: wanted) {
                result += Array(text.utf8)
                rest = rest.dropFirst(wanted.count)
            } else {
                result.append(rest.removeFirst())
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
