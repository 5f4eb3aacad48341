// SPDX-License-Identifier: MIT

extension JSON {
    /// The keys of one object so far, to find one that stands twice.
    struct Names {
        private var few: [String] = []
        private var many: Set<Key> = []

        /// Below this many keys, looking through them is quicker than hashing.
        private static let fewMax = 12

        private struct Key: Hashable {
            let text: String

            static func == (left: Key, right: Key) -> Bool { left.text.isSame(as: right.text) }

            func hash(into hasher: inout Hasher) {
                for byte in text.utf8 { hasher.combine(byte) }
            }
        }

        /// False when the key was there.
        mutating func insert(_ name: String) -> Bool {
            if many.isEmpty, few.count < Self.fewMax {
                if few.contains(where: { $0.isSame(as: name) }) { return false }
                few.append(name)
                return true
            }
            if many.isEmpty { many = Set(few.map(Key.init)) }
            return many.insert(Key(text: name)).inserted
        }

        static func twice(_ name: String, at offset: Int) -> Fault {
            Fault(offset: offset, what: "the key \"\(name.prefix(80))\" stands twice")
        }
    }
}
