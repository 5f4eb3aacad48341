// SPDX-License-Identifier: MIT

/// Two of a thing, because reads and writes may have budgets of their own (Sendcloud).
struct ByKind<Element> {
    var reads: Element
    var writes: Element

    init(_ both: @autoclosure () -> Element) { (reads, writes) = (both(), both()) }

    subscript(isRead isRead: Bool) -> Element {
        get { isRead ? reads : writes }
        _modify {
            if isRead { yield &reads } else { yield &writes }
        }
    }
}
