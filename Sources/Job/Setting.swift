// SPDX-License-Identifier: MIT

import Model

/// A value of the job, read and checked.
indirect enum Setting: Sendable {
    case text(String)
    case flag(Bool)
    case count(Int)
    case interval(Interval)
    case share(Share)
    case tolerance(Tolerance)
    case time(TimeOfDay)
    case money(Totals)
    case expectation(Expectation)
    case moneyExpectation([String: Expectation])
    case order(Order)
    case texts([String])
    case patterns([FieldPattern])
    case address(WebAddress)
    case credential(Credential.Source)
    case rules([Rule])
    case columns([String: String])
    case section(Section)
    /// Told to do without.
    case off
}

extension Setting {
    var text: String? { if case .text(let value) = self { value } else { nil } }
    var flag: Bool? { if case .flag(let value) = self { value } else { nil } }
    var count: Int? { if case .count(let value) = self { value } else { nil } }
    var interval: Interval? { if case .interval(let value) = self { value } else { nil } }
    var share: Share? { if case .share(let value) = self { value } else { nil } }
    var tolerance: Tolerance? { if case .tolerance(let value) = self { value } else { nil } }
    var time: TimeOfDay? { if case .time(let value) = self { value } else { nil } }
    var money: Totals? { if case .money(let value) = self { value } else { nil } }
    var order: Order? { if case .order(let value) = self { value } else { nil } }
    var texts: [String]? { if case .texts(let value) = self { value } else { nil } }
    var patterns: [FieldPattern]? { if case .patterns(let value) = self { value } else { nil } }
    var address: WebAddress? { if case .address(let value) = self { value } else { nil } }
    var rules: [Rule]? { if case .rules(let value) = self { value } else { nil } }
    var columns: [String: String]? { if case .columns(let value) = self { value } else { nil } }
    var section: Section? { if case .section(let value) = self { value } else { nil } }

    var expectation: Expectation? {
        if case .expectation(let value) = self { value } else { nil }
    }
    var moneyExpectation: [String: Expectation]? {
        if case .moneyExpectation(let value) = self { value } else { nil }
    }
    var credential: Credential.Source? {
        if case .credential(let value) = self { value } else { nil }
    }
    var isOff: Bool { if case .off = self { true } else { false } }
}
