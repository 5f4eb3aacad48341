// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Job
import Model
import Planning

/// What each account will be asked, how long it takes, and what it was the last time.
struct PlanAccounts {
    /// Two nightly runs are so far apart; anything else is called by its number.
    private static let nightHours: ClosedRange<Int64> = 12...36

    private let plan: StoredPlan
    private let forecasts: [Forecast]
    private let isRehearsal: Bool

    init(_ plan: StoredPlan, _ job: Job?, _ workplace: Workplace) {
        self.plan = plan
        isRehearsal = workplace.isRehearsal
        // An account that had something the last time and has nothing now is worth a look.
        let names = Set(plan.tally.planned.keys)
            .union((plan.previous?.planned ?? [:]).filter { $0.value > 0 }.keys)
        forecasts = names.sorted().compactMap { name in
            job?.account(name).map { account in
                Forecast(
                    // As it will be sent, at the pace of the command line.
                    (try? account.tightened(by: workplace.invocation)) ?? account,
                    planned: plan.tally.planned[name]?.count ?? 0,
                    labels: plan.tally.labels[name] ?? Tally.Labels())
            }
        }
    }

    var isEmpty: Bool {
        plan.record.counts.planned == 0 && plan.previous == nil || forecasts.isEmpty
    }

    /// When the slowest account is done, if everything begins when the plan was made.
    var end: Timestamp {
        plan.record.createdAt.adding(milliseconds: forecasts.map(\.milliseconds).max() ?? 0)
    }

    var table: TextTable {
        let before = plan.previous.map { [Column(title(of: $0), .right)] } ?? []
        var table = TextTable(
            [
                Column("Run \(plan.record.run)"), Column(""), Column(""),
                Column("planned", .right),
            ] + before + [
                Column("requests", .right), Column("pace", .right), Column("about", .right),
            ], indent: 2)
        for forecast in forecasts { table.add(cells(of: forecast)) }
        return table
    }

    private func cells(of forecast: Forecast) -> [Line] {
        let name = forecast.account.name
        let before = plan.previous.map { [Line(grouped($0.planned[name] ?? 0))] } ?? []
        return [
            Line(name), Line(forecast.account.provider.rawValue),
            Line(place(of: forecast.account), .strong), Line(grouped(forecast.planned)),
        ] + before + [
            Line(grouped(forecast.requests)), Line(forecast.account.paces.first?.words ?? ""),
            Line(spoken(milliseconds: forecast.milliseconds)),
        ]
    }

    private func title(of previous: PreviousRun) -> String {
        let apart = plan.record.createdAt.milliseconds - previous.createdAt.milliseconds
        return Self.nightHours.contains(apart / 3_600_000) ? "last night" : "run \(previous.run)"
    }

    private func place(of account: Account) -> String {
        if isRehearsal { return "rehearsal" }
        return account.isLoopback ? "local" : "LIVE"
    }
}
