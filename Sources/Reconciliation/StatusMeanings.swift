// SPDX-License-Identifier: MIT

import Model

/// How the words of a status column stand, each asked for once: an export repeats a few.
struct StatusMeanings {
    /// So many are looked through; more are looked up.
    private static let fewMax = 8
    /// A column that does not repeat its words is not remembered without end.
    private static let rememberedMax = 4096

    private let words: StatusWords
    private var few: [(word: [UInt8], standing: Standing)] = []
    private var more: [String: Standing] = [:]

    init(_ provider: ProviderName?) { words = StatusWords(provider) }

    mutating func standing(_ status: UnsafeRawBufferPointer) -> Standing {
        for known in few where status.equal(known.word) { return known.standing }
        let text = String(decoding: status, as: UTF8.self)
        if let known = more[text] { return known }
        let standing = words.standing(text)
        if few.count < Self.fewMax {
            few.append(([UInt8](status), standing))
        } else if more.count < Self.rememberedMax {
            more[text] = standing
        }
        return standing
    }
}
