// SPDX-License-Identifier: MIT

import Audit
import Model
import Reconciliation
import Testing

/// Thirty nights, their later exports and five refund files, against sums the test counts itself.
struct GeneratedMonthTests {
    private final class Story {
        let record: RecordedNight
        let folder = TemporaryFolder()
        var fates: [Fate]
        var books: ExpectedBooks
        var runs: [RunRecord] = []
        var dice: Dice
        private var earlier: [RefundLine] = []

        init(seed: UInt64) throws {
            record = try RecordedNight()
            dice = Dice(seed: seed)
            fates = Fate.all(&dice)
            books = ExpectedBooks(fates)
        }

        static func moment(_ day: Int, month: Int = 11, hour: Int = 2) -> Timestamp {
            let text = date(day, month)
            return RecordedNight.at("\(text)T0\(hour):00:00Z")
        }

        private static func date(_ day: Int, _ month: Int) -> String {
            "2026-\(month)-\(day < 10 ? "0" : "")\(day)"
        }

        func night(_ number: Int) throws {
            let indices = fates.indices.filter { fates[$0].night == number }
            let moment = Self.moment(number)
            let run = try record.plan(indices.map { fates[$0].item }, at: moment)
            runs.append(run)
            for index in indices {
                fates[index].run = run.run
                let state: ItemState =
                    switch fates[index].end {
                    case .cancelled, .reopened: .cancelled
                    case .refused: .refused
                    case .late: .accepted
                    }
                let fate = fates[index]
                let isVoided = fate.isLabelled && state != .refused
                if isVoided { try record.void(fate.item, run: run.run, at: moment) }
                try record.apply(fate.item, run: run.run, state, at: moment)
                if fate.isLabelled ? isVoided : state == .cancelled { books.cancelled(index, 11) }
            }
        }

        /// Four days after its night: a carrier says yes at last, or a look sees it open again.
        func settle(_ number: Int, on day: Int, month: Int) throws {
            for index in fates.indices where fates[index].night == number {
                let fate = fates[index]
                let moment = Self.moment(day, month: month, hour: 3)
                switch fate.end {
                case .late:
                    try record.look(fate.item, run: fate.run, .cancelled, at: moment)
                    if !fate.isLabelled { books.cancelled(index, month) }
                case .reopened:
                    try record.look(fate.item, run: fate.run, .inDoubt, at: moment)
                    if !fate.isLabelled { books.reopened(index, month) }
                default: break
                }
            }
        }

        func writeOff(on day: Int) throws {
            for index in fates.indices
            where fates[index].end == .cancelled && fates[index].night < 10
                && books.remaining(index) > 0 && dice.roll(4) == 0
            {
                try record.resolve(
                    fates[index].item, run: fates[index].run, as: "written-off",
                    at: Self.moment(day, hour: 4))
                books.writtenOff(index, 11)
            }
        }

        /// A file of the week: whole, partial, early, too large, foreign, and lines seen before.
        func refunds(on day: Int, month: Int, fallsIn effective: Int) throws -> RefundsRead {
            var lines: [RefundLine] = []
            let credited = CivilDate(year: 2026, month: Int64(month), day: Int64(day))
            let date = try #require(credited)
            let horizon = month == 11 ? day : 30
            for index in fates.indices where fates[index].end != .refused {
                let fate = fates[index]
                // Three nights ahead of the file: such lines are early.
                guard fate.night <= horizon + 3, dice.roll(4) == 0 else { continue }
                let cents =
                    switch dice.roll(5) {
                    case 0: fate.cents / 2
                    case 1: fate.cents + 100
                    default: fate.cents
                    }
                let keys = fate.keys
                lines.append(
                    RefundLine(
                        fate: index, cents: cents, currency: fate.currency, day: date,
                        invoice: "INV-\(month)-\(dice.roll(3))", key: keys[dice.roll(keys.count)]))
            }
            for number in 0..<7 {
                lines.append(
                    RefundLine(
                        fate: nil, cents: 500 + number, currency: "EUR", day: date,
                        invoice: "foreign", key: ",elsewhere-\(day)-\(number),,"))
            }
            for line in lines { books.credited(line, effective) }
            let known = earlier.prefix(9) + lines.prefix(4)
            let text =
                "label_id,tracking_number,shipment_id,reference,amount,currency,credited_at,invoice\n"
                + (lines + known).map { $0.csv + "\n" }.joined()
            earlier = lines
            let path = folder.file(text, name: "refunds-\(month)-\(day).csv")
            let read = try RefundReconciler(
                RefundRequest(
                    path: path, job: nil, now: Self.moment(day, month: month, hour: 5),
                    actor: record.actor), on: record.connection
            ).reconcile()
            #expect(read.new == Int64(lines.count))
            #expect(read.repeated == Int64(known.count))
            return read
        }

        func statement(_ text: String, closes: Bool = false, on day: Int = 5) throws
            -> StatementMade
        {
            let month = try #require(CalendarMonth(text))
            return try StatementMaker(
                StatementRequest(
                    month: month, closes: closes, zone: .utc,
                    now: Self.moment(day, month: 12, hour: 6), actor: record.actor),
                on: record.connection
            ).make()
        }

        /// All of November, what was late in December, and the close between them.
        func tell() throws -> (november: StatementMade, december: StatementMade) {
            for number in 1...30 {
                try night(number)
                if number > 4 { try settle(number - 4, on: number, month: 11) }
                if [8, 15, 22, 29].contains(number) {
                    _ = try refunds(on: number, month: 11, fallsIn: 11)
                }
            }
            try writeOff(on: 30)
            for number in 27...28 { try settle(number, on: number - 26, month: 12) }
            let november = try statement("2026-11", closes: true)
            for number in 29...30 { try settle(number, on: number - 20, month: 12) }
            _ = try refunds(on: 12, month: 12, fallsIn: 12)
            return (november, try statement("2026-12"))
        }
    }

    private func compare(
        _ made: StatementMade, _ expected: [ExpectedBooks.Key: ExpectedBooks.Sums]
    ) {
        let quiet = expected.filter { $0.value != ExpectedBooks.Sums() }
        #expect(made.statement.accounts.count == quiet.count)
        #expect(made.statement.addsUp)
        for one in made.statement.accounts {
            let key = ExpectedBooks.Key(account: one.key.account, currency: one.key.currency)
            let sums = expected[key] ?? ExpectedBooks.Sums()
            let pairs: [(String, Amount, Int)] = [
                ("opening", one.opening, sums.opening), ("voided", one.voided, sums.voided),
                ("never charged", one.neverCharged, sums.neverCharged),
                ("credited", one.credited, sums.credited),
                ("written off", one.writtenOff, sums.writtenOff),
                ("withdrawn", one.withdrawn, sums.withdrawn),
                ("closing", one.closing, sums.closing),
                ("unexpected", one.unexpected, sums.unexpected),
                ("explained", one.explained, sums.explained),
                ("unexpected closing", one.unexpectedClosing, sums.unexpectedClosing),
            ]
            for (name, amount, cents) in pairs {
                #expect(amount.text() == text(cents: cents), "\(key) \(name)")
            }
            #expect(one.invoices.mapValues { $0.text() } == sums.invoices.mapValues(text(cents:)))
        }
    }

    @Test(arguments: [1, 7, 2026] as [UInt64])
    func `a month of nights comes to the cent to what the test counts`(_ seed: UInt64) throws {
        let story = try Story(seed: seed)
        let told = try story.tell()
        let expected = story.books.statements()
        compare(told.november, expected.november)
        compare(told.december, expected.december)
    }

    @Test(arguments: [3, 11] as [UInt64])
    func `the next month opens with what this one closed with`(_ seed: UInt64) throws {
        let story = try Story(seed: seed)
        let told = try story.tell()
        let openings = Dictionary(
            told.december.statement.accounts.map { ($0.key, [$0.opening, $0.unexpectedOpening]) },
            uniquingKeysWith: { $1 })
        for one in told.november.statement.accounts where one.closing != .zero {
            #expect(openings[one.key] == [one.closing, one.unexpectedClosing])
        }
        let again = try story.statement("2026-11", on: 20)
        #expect(again.statement.balances == told.november.statement.balances)
        #expect(again.closedBy == "tester")
        #expect(throws: Problem.self) { try story.statement("2026-11", closes: true, on: 20) }
    }

    @Test func `a month that is not over cannot be closed`() throws {
        let story = try Story(seed: 5)
        try story.night(1)
        #expect(throws: Problem.self) { try story.statement("2026-12", closes: true) }
    }

    @Test func `every shipment of every night is in the class the test says`() throws {
        let story = try Story(seed: 42)
        _ = try story.tell()
        for run in story.runs {
            // In the morning after the night, and when every provider's time is over.
            try compareClasses(story, run, at: run.createdAt.adding(milliseconds: 6 * 3_600_000))
            try compareClasses(story, run, at: Story.moment(20, month: 12))
        }
    }

    private func compareClasses(_ story: Story, _ run: RunRecord, at moment: Timestamp) throws {
        var expected: [String: [ShipmentClass: (count: Int, cents: [String: Int])]] = [:]
        var text = "shipment_id,account,status,cost,currency\n"
        for fate in story.fates where fate.run == run.run {
            var (line, name) = later(fate)
            // Sendcloud's carriers have two weeks; an amount does not mend by waiting.
            let isSameState = fate.end != .reopened && fate.agrees
            let isEarly = moment < run.createdAt.adding(milliseconds: 14 * 86_400_000)
            if isEarly, fate.account == "eu", !isSameState { name = .open }
            text += line
            var entry = expected[fate.account]?[name] ?? (0, [:])
            entry.count += 1
            entry.cents[fate.currency, default: 0] += fate.cents
            expected[fate.account, default: [:]][name] = entry
        }
        text += "9\(run.run)001,eu,cancelled,3.33,EUR\n9\(run.run)002,eu,announced,4.44,EUR\n"
        var foreign = expected["eu"]?[.missingInAudit] ?? (0, [:])
        foreign.count += 1
        foreign.cents["EUR", default: 0] += 333
        expected["eu", default: [:]][.missingInAudit] = foreign
        text += ",eu,announced,1.00,EUR\n"
        expected["eu"]?[.unreadable] = (1, [:])
        let path = story.folder.file(
            text, name: "later-\(run.run).csv", modified: moment.milliseconds / 1000)
        let request = ReconcileRequest(
            run: run, path: path, job: nil, now: moment, actor: story.record.actor)
        let result = try Reconciler(request, on: story.record.connection).reconcile()
        #expect(Set(result.tally.accounts.keys) == Set(expected.keys))
        for (account, classes) in expected {
            for name in ShipmentClass.allCases {
                let (count, cents) = classes[name] ?? (0, [:])
                let entry = result.tally[account, name]
                #expect(entry.count == Int64(count), "\(run.run) \(account) \(name)")
                let sums = Dictionary(
                    entry.value.sorted.map { ($0.currency, $0.amount.text()) },
                    uniquingKeysWith: { $1 })
                #expect(sums == cents.mapValues(ReconciliationTests.text(cents:)))
            }
        }
    }

    /// Its line in an export long after every provider's time, and the class that follows.
    private func later(_ fate: Fate) -> (String, ShipmentClass) {
        let isCancelledHere = fate.end == .cancelled || fate.end == .late
        let isCancelledThere = isCancelledHere == fate.agrees
        let status = isCancelledThere ? "cancelled" : "announced"
        let cents = fate.costAgrees ? fate.cents : fate.cents + 1
        let line =
            "\(fate.id),\(fate.account),\(status),\(text(cents: cents)),\(fate.currency)\n"
        if fate.end == .reopened { return (line, .mismatched) }
        guard fate.agrees else {
            return (line, isCancelledHere ? .missingAtProvider : .mismatched)
        }
        return (line, fate.costAgrees ? .matched : .mismatched)
    }
}
