// SPDX-License-Identifier: MIT

import Formats
import Model

/// Everything the sandbox knows: accounts, limits, faults, tokens, and its journal.
///
/// One request at a time passes through here, so that the order of the journal is the order of
/// effects.
struct World {
    static let accountsMax = 256

    var options: SandboxOptions
    var faults: Faults
    private(set) var journal: Journal
    private var accounts: [Place: any Simulation] = [:]
    private var tokens = TokenStore()
    private var limits: RateLimits
    private var schedule = Schedule<(place: Place, id: String)>()
    /// How often each method and path was asked for; counted only while there are faults.
    private var attempts: [UInt64: Int] = [:]
    /// What was added, for a reset.
    private var origins: [Origin] = []
    private let clock: any Clock
    private var clockAdvance: Int64 = 0

    init(_ options: SandboxOptions, journal: JournalFile?) {
        self.options = options
        faults = options.faults
        self.journal = Journal(file: journal)
        limits = RateLimits(scale: options.rateScale)
        clock = options.clock ?? SandboxClock()
    }

    var lottery: Lottery { Lottery(seed: options.seed) }
    var now: Timestamp { clock.now.adding(milliseconds: clockAdvance) }
    private var monotonic: Int64 { clock.monotonicMilliseconds + clockAdvance }

    mutating func advanceClock(milliseconds: Int64) {
        clockAdvance += max(0, milliseconds)
        settleDue()
    }
}

// MARK: - Requests

extension World {
    /// Judges a request for a provider; nil when the path names none.
    mutating func receive(_ request: Incoming, base: String) -> Outgoing? {
        settleDue()
        guard let segment = request.segments.first, let place = Place(segment: segment),
            let account = account(place)
        else { return nil }
        let errand = Errand(request, at: place.provider)
        var scene = scene(place, base: "\(base)/\(segment)")
        let fault = drawFault(request, errand, place)
        let credential = credentialName(request, place)
        if fault == .expireToken { expireToken(request, &scene) }
        let outgoing = perform(request, errand, account, fault, credential, &scene)
        record(request, errand, scene, outgoing.delivery, fault, credential)
        for begun in scene.later {
            schedule.add((place, begun.id), due: monotonic + begun.milliseconds)
        }
        return outgoing.numbered(journal.lastSequence)
    }

    private mutating func perform(
        _ request: Incoming, _ errand: Errand, _ account: any Simulation, _ fault: FaultKind?,
        _ credential: String?, _ scene: inout Scene
    ) -> Outgoing {
        if let fault, let outgoing = FaultDelivery.before(fault, request, account, scene) {
            return outgoing
        }
        let wait = limits.wait(
            for: request, errand: errand, place: scene.place, credential: credential ?? "",
            at: monotonic)
        let reply =
            wait.map { account.throttled(request, milliseconds: $0, scene) }
            ?? account.answer(request, &scene)
        return FaultDelivery.after(fault, reply, request, account, scene)
    }

    private mutating func record(
        _ request: Incoming, _ errand: Errand, _ scene: Scene, _ delivery: Delivery,
        _ fault: FaultKind?, _ credential: String?
    ) {
        var entry = journal.next(at: scene.now, place: scene.place)
        entry.credential = credential
        entry.purpose = errand.purpose
        entry.method = request.method
        entry.path = request.rawPath
        entry.query = request.rawQuery
        entry.subject = errand.subject
        entry.requestID = scene.requestID
        entry.effects = scene.effects
        entry.fault = fault
        switch delivery {
        case .answer(let reply): entry.status = reply.status
        // Cut without a body, an answer ends inside its status line.
        case .cut(let reply): entry.status = reply.body.isEmpty ? nil : reply.status
        case .reset: entry.status = nil
        }
        journal.append(entry)
    }

    private mutating func drawFault(
        _ request: Incoming, _ errand: Errand, _ place: Place
    ) -> FaultKind? {
        guard !faults.rules.isEmpty else { return nil }
        let key = lottery.bits("attempt", request.method, request.rawPath, request.rawQuery)
        let attempt = (attempts[key] ?? 0) + 1
        attempts[key] = attempt
        let luck = lottery.share(
            "fault", request.method, request.rawPath, request.rawQuery, String(attempt))
        return faults.draw(
            luck, provider: place.provider, purpose: errand.purpose, attempt: attempt)
    }

    private func credentialName(_ request: Incoming, _ place: Place) -> String? {
        Credential(in: request, of: place.provider)?
            .name(place.provider, tokens, options, now)
    }

    private func expireToken(_ request: Incoming, _ scene: inout Scene) {
        guard case .token(let token)? = Credential(in: request, of: scene.place.provider),
            let owner = tokens.expire(token, at: scene.now)
        else { return }
        scene.note(.tokenExpired, owner)
    }
}

// MARK: - Accounts and shipments

extension World {
    mutating func add(_ items: [SandboxItem]) throws(Problem) {
        for item in items {
            let origin = Origin(item)
            try place(origin)
            origins.append(origin)
        }
    }

    /// Back to what was added; the journal starts anew.
    mutating func reset() throws(Problem) {
        accounts = [:]
        tokens = TokenStore()
        limits.clear()
        attempts = [:]
        _ = schedule.takeAll()
        journal.clear()
        for origin in origins { try place(origin) }
    }

    func existing(_ place: Place) -> (any Simulation)? { accounts[place] }

    /// Settles what is due, then looks at one account.
    mutating func look<Result>(
        at place: Place, base: String, _ body: (any Simulation, Scene) -> Result
    ) -> Result? {
        settleDue()
        return account(place).map { body($0, scene(place, base: "\(base)/\(place.segment)")) }
    }

    /// Lets every asynchronous cancellation whose time has come reach its end.
    mutating func settleDue() {
        while let due = schedule.next(due: monotonic) {
            guard let account = accounts[due.place] else { continue }
            var scene = scene(due.place, base: "")
            account.settle(due.id, &scene)
            guard !scene.effects.isEmpty else { continue }
            var entry = journal.next(at: scene.now, place: due.place)
            entry.subject = due.id
            entry.effects = scene.effects
            journal.append(entry)
        }
    }

    /// Milliseconds until something settles by itself; nil when nothing is under way.
    var millisecondsToNextSettling: Int64? {
        schedule.nextDue.map { max(0, $0 - monotonic) }
    }

    private mutating func place(_ origin: Origin) throws(Problem) {
        let place = Place(origin.item.provider, account: origin.item.account)
        guard let account = account(place) else {
            throw Problem(.usage, "more than \(Self.accountsMax) accounts in a sandbox")
        }
        var scene = scene(place, base: "")
        try account.add(origin, &scene)
        for begun in scene.later {
            schedule.add((place, begun.id), due: monotonic + begun.milliseconds)
        }
    }

    private mutating func account(_ place: Place) -> (any Simulation)? {
        if let account = accounts[place] { return account }
        guard accounts.count < Self.accountsMax else { return nil }
        let account: any Simulation =
            switch place.provider {
            case .shipStation: ShipStation()
            case .amazonShipping: Amazon()
            case .sendcloudReturns: Sendcloud()
            case .sortedPro: Sorted()
            case .microsoftHardware: Microsoft()
            }
        accounts[place] = account
        return account
    }

    private func scene(_ place: Place, base: String) -> Scene {
        let number = String(UInt64(journal.lastSequence + 1), radix: 16)
        let padded = String(repeating: "0", count: max(0, 12 - number.utf8.count)) + number
        let run = String(lottery.bits("run") & 0xffff_ffff | 0x1000_0000, radix: 16)
        return Scene(
            place: place, now: now, requestID: "\(run)-0000-4000-8000-\(padded)",
            lottery: lottery, options: options, tokens: tokens, base: base)
    }
}
