// SPDX-License-Identifier: MIT

import Formats
import Model

/// What the sandbox answers for itself, under `/_/`.
enum ControlPanel {
    static let journalEntriesDefault = 1000

    static func answer(_ request: Incoming, _ world: inout World, base: String) -> Reply {
        let path = Array(request.segments.dropFirst())
        guard !request.isTooLarge else { return Reply(413, text: "The body is too large.\n") }
        switch (request.method, path.first) {
        case ("GET", nil), ("GET", ""): return index(world, base: base)
        case ("GET", "journal"): return journal(request, &world)
        case ("GET", "summary"): return summary(&world)
        case ("GET", "state"): return state(path.dropFirst(), &world)
        case ("GET", "export"): return export(path.dropFirst(), &world, base: base)
        case ("GET", "job"): return Reply(200, text: SandboxJob.text(base: base))
        case ("GET", "faults"): return Reply(200, text: "\(world.faults)\n")
        case ("PUT", "faults"), ("POST", "faults"): return setFaults(request, &world)
        case ("POST", "world"): return load(request, &world)
        case ("POST", "clock"): return advanceClock(request, &world)
        case ("POST", "reset"): return attempt { () throws(Problem) in try world.reset() }
        default: return nowhere(request)
        }
    }

    static func nowhere(_ request: Incoming) -> Reply {
        Reply(
            404,
            text: """
                Nothing is served at \(request.method) \(request.rawPath).
                The providers are under /shipstation, /amazon, /sendcloud, /sorted and \
                /microsoft, the sandbox itself under /_/.

                """)
    }

    private static func index(_ world: World, base: String) -> Reply {
        let providers = ProviderName.allCases.map { provider in
            "  \(provider.rawValue): \(base)/\(Place(provider).segment)"
                + (Place.basePaths[provider] ?? "")
        }
        return Reply(
            200,
            text: """
                A rescind sandbox, seed \(world.options.seed). Nothing here is real.

                \(providers.joined(separator: "\n"))

                  GET  /_/journal?after=0&limit=1000
                  GET  /_/summary
                  GET  /_/state/shipstation/se-1
                  GET  /_/export/shipstation.csv (.json .ndjson)
                  GET  /_/job (a job file for this sandbox)
                  GET  /_/faults, PUT /_/faults
                  POST /_/world (JSON or NDJSON)
                  POST /_/clock {"advance_ms": 60000}
                  POST /_/reset

                """)
    }

    private static func journal(_ request: Incoming, _ world: inout World) -> Reply {
        let after = request.parameter("after").map { Int($0) } ?? 0
        let limit = request.parameter("limit").map { Int($0) } ?? journalEntriesDefault
        guard let after, let limit, limit >= 0, after >= 0 else {
            return bad("after and limit are whole numbers")
        }
        world.settleDue()
        let lines = world.journal.entries(after: after, limit: limit).flatMap(\.line)
        return Reply(
            200, headers: [Header("Content-Type", "application/x-ndjson")], body: Array(lines)
        ).adding("Journal-Last", String(world.journal.lastSequence))
            .adding("Journal-Dropped", String(world.journal.dropped))
            .adding("Journal-Lost", String(world.journal.lost))
    }

    /// Requests, answers, effects and faults of each provider, counted.
    private static func summary(_ world: inout World) -> Reply {
        world.settleDue()
        let entries = Dictionary(grouping: world.journal.entries, by: \.provider)
        let counts = entries.sorted { $0.key < $1.key }.map { provider, entries in
            JSON.Member(
                provider.rawValue,
                [
                    "requests": .number(String(entries.count { $0.method != nil })),
                    "statuses": tally(entries.compactMap { $0.status.map(String.init) }),
                    "effects": tally(entries.flatMap(\.effects).map(\.kind.rawValue)),
                    "faults": tally(entries.compactMap(\.fault?.rawValue)),
                ])
        }
        return Reply(200, .object(counts))
    }

    private static func tally(_ words: [String]) -> JSON.Value {
        let counts = words.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        return .object(
            counts.sorted { $0.key < $1.key }.map {
                JSON.Member($0.key, .number(String($0.value)))
            })
    }

    private static func state(_ path: ArraySlice<String>, _ world: inout World) -> Reply {
        guard let place = path.first.flatMap(Place.init(segment:)), path.count > 1 else {
            return bad("the path is /_/state/PROVIDER/ID")
        }
        let id = path.dropFirst().joined(separator: "/")
        let state = world.look(at: place, base: "") { account, _ in account.state(of: id) }
        guard let state = state ?? nil else { return Reply(404, ["error": "no such shipment"]) }
        return Reply(200, state)
    }

    private static func export(
        _ path: ArraySlice<String>, _ world: inout World, base: String
    ) -> Reply {
        let name = path.first ?? ""
        guard path.count == 1, let dot = name.lastIndex(of: "."),
            let place = Place(segment: String(name[..<dot])),
            let form = ExportForm(rawValue: String(name[name.index(after: dot)...]))
        else { return bad("the path is /_/export/PROVIDER.csv, .json or .ndjson") }
        return world.look(at: place, base: base) { account, scene in
            form.write(account, scene)
        } ?? bad("too many accounts")
    }

    private static func setFaults(_ request: Incoming, _ world: inout World) -> Reply {
        attempt { () throws(Problem) in
            world.faults = try Faults(String(decoding: request.body, as: UTF8.self))
        }
    }

    private static func load(_ request: Incoming, _ world: inout World) -> Reply {
        attempt { () throws(Problem) in try world.add(SandboxItem.read(request.body, in: "body")) }
    }

    private static func advanceClock(_ request: Incoming, _ world: inout World) -> Reply {
        guard let body = try? JSON.parse(request.body), let amount = body["advance_ms"]?.int,
            (0...Int(Int32.max) * 1000).contains(amount)
        else { return bad("the body is {\"advance_ms\": N}") }
        world.advanceClock(milliseconds: Int64(amount))
        return Reply(200, ["now": .string(world.now.description)])
    }

    private static func attempt(_ body: () throws(Problem) -> Void) -> Reply {
        do throws(Problem) {
            try body()
            return Reply(204)
        } catch {
            return bad(error.description)
        }
    }

    private static func bad(_ what: String) -> Reply { Reply(400, ["error": .string(what)]) }
}
