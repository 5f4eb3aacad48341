// SPDX-License-Identifier: MIT

import Model
import Providers
import Testing

/// What the documents define must stand in a table by name, not fall through to a common line.
struct TableTests {
    static func missingCodes(
        _ provider: any Provider, _ action: Action, _ wanted: [(status: Int, code: String)]
    ) -> [String] {
        wanted.filter { wanted in
            !provider.table.answers.contains { line in
                line.isNamed(wanted.code) && line.actions.contains(action)
                    && line.statuses.contains { $0.contains(wanted.status) }
            }
        }.map { "\($0.status) \($0.code)" }
    }

    static func missingStatuses(
        _ provider: any Provider, documented statuses: [Int], _ action: Action = .cancel
    ) -> [Int] {
        statuses.filter { status in
            !provider.table.answers.contains { line in
                line.isDocumented && line.actions.contains(action)
                    && line.statuses.contains { $0.contains(status) }
            }
        }
    }

    static func missingWords(
        _ provider: any Provider, _ subject: String, _ words: [String]
    ) -> [String] {
        words.filter { word in
            !provider.table.states.contains { line in
                line.subject == subject && line.words.contains { $0.isSpelled(like: word) }
            }
        }
    }

    @Test func `ShipStation's table names every documented status, code and state`() {
        let provider = ShipStation()
        // Codes of the account stand with 400 to 403, all others with 400.
        let codes = Documented.shipStationErrorCodes.map { (400, $0) }
        for action in [Action.cancel, .void] {
            #expect(Self.missingCodes(provider, action, codes) == [])
        }
        let reasons = Documented.shipStationVoidReasons.map { (200, $0) }
        #expect(Self.missingCodes(provider, .void, reasons) == [])
        #expect(
            Self.missingStatuses(provider, documented: Documented.shipStationStatuses) == [])
        #expect(
            Self.missingWords(
                provider, "shipment_status", Documented.words("shipstation", "shipment_status"))
                == [])
        #expect(
            Self.missingWords(
                provider, "label status", Documented.words("shipstation", "label status")) == [])
    }

    @Test func `Amazon's table names every documented status and code`() {
        #expect(Self.missingCodes(Amazon(), .cancel, Documented.amazonErrors) == [])
        #expect(
            Self.missingStatuses(
                Amazon(), documented: Documented.statuses("amazon-shipping", "cancel")) == [])
    }

    @Test func `Sendcloud's table names every documented status, code and state`() {
        let provider = Sendcloud()
        let codes = Documented.sendcloudErrorCodes.map { code in
            (code == "forbidden" ? 403 : 400, code)
        }
        #expect(Self.missingCodes(provider, .cancel, codes) == [])
        #expect(Self.missingStatuses(provider, documented: Documented.sendcloudStatuses) == [])
        #expect(
            Self.missingWords(provider, "parent_status", Documented.sendcloudParentStatuses) == [])
        #expect(
            Self.missingWords(provider, "status", Documented.words("sendcloud-returns", "status"))
                == [])
    }

    @Test func `Sorted's table names every documented status, code and state`() {
        let provider = Sorted()
        for action in [Action.cancel, .delete] {
            #expect(Self.missingCodes(provider, action, Documented.sortedErrors) == [])
        }
        #expect(
            Self.missingStatuses(provider, documented: Documented.sortedErrors.map(\.status))
                == [])
        #expect(Self.missingWords(provider, "state", Documented.sortedStates) == [])
    }

    @Test func `Microsoft's table names every documented status, code and state`() {
        let provider = Microsoft()
        let codes = Documented.microsoftCodes.map { (400, $0) }
        #expect(Self.missingCodes(provider, .cancel, codes) == [])
        #expect(Self.missingStatuses(provider, documented: Documented.microsoftStatuses) == [])
        for subject in ["currentStep", "state", "destination", "distributionState"] {
            let words = Documented.words("microsoft-hardware", subject)
            #expect(!words.isEmpty && Self.missingWords(provider, subject, words) == [])
        }
    }

    @Test(arguments: ProviderName.allCases)
    func `only lines of a 2xx promise success, and each asks for what is documented`(
        _ name: ProviderName
    ) {
        for line in name.provider.table.answers
        where line.verdict == .cancelled || line.verdict == .accepted {
            #expect(line.statuses.allSatisfy { $0.lowerBound >= 200 && $0.upperBound <= 299 })
            let isWholeRange = line.statuses.contains { $0.count > 1 }
            #expect(!isWholeRange || line.signs == [.documentedBody])
        }
    }

    @Test(arguments: ProviderName.allCases)
    func `every action has a last line that fits anything and claims nothing`(
        _ name: ProviderName
    ) {
        let table = name.provider.table
        for action in Set(table.answers.flatMap(\.actions)) {
            let last = table.answers.last { $0.actions.contains(action) }
            #expect(last?.verdict == .inDoubt)
            #expect(last?.statuses == [Int.min...Int.max])
            #expect(last?.signs == [])
        }
        #expect(table.reads.last?.meaning == .failure(.trouble))
        #expect(table.reads.last?.statuses == [Int.min...Int.max])
    }

    @Test(arguments: ProviderName.allCases)
    func `no word of a table means two things`(_ name: ProviderName) {
        var seen: Set<String> = []
        for line in name.provider.table.states {
            for word in line.words {
                let key = line.subject + ": " + word.lowercased()
                #expect(seen.insert(key).inserted, "\(key)")
            }
        }
    }

    @Test(arguments: ProviderName.allCases)
    func `no line stands behind one that takes all its answers`(_ name: ProviderName) {
        let lines = name.provider.table.answers.filter { $0.isDocumented }
        for (index, line) in lines.enumerated() {
            let hidden = lines[..<index].contains { earlier in
                earlier.signs.isEmpty && line.actions.isSubset(of: earlier.actions)
                    && line.statuses.allSatisfy { range in
                        earlier.statuses.contains {
                            $0.lowerBound <= range.lowerBound && $0.upperBound >= range.upperBound
                        }
                    }
            }
            #expect(!hidden, "\(line.statuses) \(line.signs)")
        }
    }

}

extension AnswerLine {
    func isNamed(_ code: String) -> Bool {
        signs.contains { sign in
            if case .code(let word) = sign { word.lowercased() == code.lowercased() } else { false }
        }
    }
}

extension String {
    /// The same word in another case or with other separators.
    func isSpelled(like other: String) -> Bool {
        lowercased().filter { $0.isLetter || $0.isNumber }
            == other.lowercased().filter { $0.isLetter || $0.isNumber }
    }
}
