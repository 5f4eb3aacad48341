// SPDX-License-Identifier: MIT

import Model
import Planning

/// The accounts of a run, each by its place in the order that SQLite gives their names.
///
/// Rows are kept under the place: it is compared faster than a name, and means the same order.
struct RunAccounts {
    let names: [String]
    private let utf8: [[UInt8]]
    private let providers: [ProviderName]
    /// Neighbouring rows mostly have the same account.
    private var last = 0

    /// - Parameter known: every account under the bytes of its name.
    init(_ known: [[UInt8]: ProviderName]) {
        let sorted = known.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        utf8 = sorted.map(\.key)
        names = utf8.map { String(decoding: $0, as: UTF8.self) }
        providers = sorted.map(\.value)
    }

    var count: Int { names.count }

    func provider(_ place: Int) -> ProviderName { providers[place] }

    var byName: [String: ProviderName] {
        Dictionary(zip(names, providers), uniquingKeysWith: { first, _ in first })
    }

    /// Where the account of that name is; nil where the run has none.
    mutating func place(of name: UnsafeRawBufferPointer) -> Int? {
        if last < utf8.count, name.equal(utf8[last]) { return last }
        guard let found = search(name) ?? spelledOtherwise(name) else { return nil }
        last = found
        return found
    }

    /// A shipment of an account as one number.
    func identity(_ place: Int, _ id: UnsafeRawBufferPointer) -> UInt64 {
        utf8[place].withUnsafeBytes { IdentityHash.of($0, id) }
    }

    private func search(_ name: UnsafeRawBufferPointer) -> Int? {
        var (low, high) = (0, utf8.count)
        while low < high {
            let middle = (low + high) / 2
            if utf8[middle].lexicographicallyPrecedes(name) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < utf8.count && name.equal(utf8[low]) ? low : nil
    }

    /// Unicode spells a letter with an accent in two ways; the job's accounts are one in both.
    private func spelledOtherwise(_ name: UnsafeRawBufferPointer) -> Int? {
        guard name.contains(where: { $0 > 0x7F }) else { return nil }
        return names.firstIndex(of: String(decoding: name, as: UTF8.self))
    }
}
