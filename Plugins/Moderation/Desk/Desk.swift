internal import Foundation
internal import RoostKit

/// Where moderators' work is decided: one after the other, so that two who act at once end in one state.
///
/// What is decided is first written, then holds (`Judge`), and then reaches whoever is connected; the request is answered
/// after all of that.
actor Desk {
    let context: any ModuleContext
    let judge: Judge
    let log: ActionLog
    let now: @Sendable () -> Int64
    /// The id of the latest action.
    var last: Int64 = 0
    /// How much waits at most that somebody asked for; each takes some milliseconds.
    static let queueLimit = 100
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(
        context: any ModuleContext,
        judge: Judge,
        now: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1_000) }
    ) {
        self.context = context
        self.judge = judge
        self.now = now
        log = ActionLog(store: context.store)
    }

    /// Takes over what the log and the filters have.
    func open() async throws {
        try await inTurn(behind: .max) {
            try await catchUp()
            try await reloadFilters()
        }
    }

    /// Does what `order` says in its room, or on the server where it has none.
    /// - Throws: `RequestError`; then nothing was changed.
    func act(_ kind: Action.Kind, _ order: Order, by asker: Asker) async throws -> Action {
        try order.check(for: kind)
        let (action, target): (Action, Target?) = try await inTurn(in: order.room) {
            try await catchUp()
            if order.isEnd {
                guard let held = judge.standing.action(kind, order.room, at: now()) else {
                    throw RequestError.notInForce
                }
                return (try await end(held, .lift, reason: order.reason, by: asker), nil)
            }
            let target = try await self.target(of: kind, order)
            if let target, let user = target.user {
                guard try await rank(of: asker, in: order.room) > rank(of: user, in: order.room) else {
                    throw RequestError.outranked
                }
            }
            // It would take the place of what holds.
            if let held = judge.standing.action(kind, order.room, target?.text, at: now()) {
                try await mayEnd(held, asker)
            }
            return (try await perform(kind, order, on: target, by: asker.user), target)
        }
        if let user = target?.user { await finish(action, on: user, purge: order.purge) }
        return action
    }

    /// Ends what `order` names.
    /// - Throws: `RequestError`; then nothing was changed.
    func lift(_ order: LiftOrder, by asker: Asker) async throws -> Action {
        try Order.check(reason: order.reason)
        return try await inTurn(in: order.room) {
            try await catchUp()
            let standing = judge.standing
            let held: Action?
            if let id = order.action {
                held = standing.action(id)
            } else if let kind = order.kind {
                let target = order.user?.lowercased() ?? order.address.map { "@\($0)" }
                held = standing.action(kind, order.room, target, at: now())
            } else {
                throw RequestError.bad("action", "given, or the field 'kind'")
            }
            guard let held, held.room == order.room else { throw RequestError.notInForce }
            return try await end(held, .lift, reason: order.reason, by: asker)
        }
    }

    /// Mutes `user` in `room`, who ran into the limits there too often.
    func strikeOut(_ user: UserID, in room: RoomID, for time: Int64) async throws {
        try await inTurn(in: room, behind: .max) {
            try await catchUp()
            guard judge.standing.here(.mute, room, user.rawValue, at: now()) == nil else { return }
            var order = Order(room: room, reason: "too many messages")
            order.for = max(1, time / 1_000)
            _ = try await perform(.mute, order, on: Target(user), by: nil)
        }
    }

    /// Ends what is over; lockdown goes down by one level.
    func expire() async throws {
        try await inTurn(behind: .max) {
            try await catchUp()
            for action in judge.standing.due(at: now()) {
                let level = action.amount ?? 0
                if action.kind == .lockdown, level > 1, let until = action.until {
                    let next = Order(
                        for: max(1, (until - action.at) / 1_000),
                        level: level - 1,
                        reason: action.reason
                    )
                    _ = try await perform(.lockdown, next, on: nil, by: nil)
                } else {
                    _ = try await end(action, .expire, reason: nil, by: nil)
                }
            }
        }
    }

    /// Does `work` in `room`, or on the server, when what was asked before is done with.
    /// - Throws: `RequestError.unknown` where the room is gone: of that one, nothing more is kept.
    func inTurn<Result>(
        in room: RoomID?,
        behind limit: Int = Desk.queueLimit,
        _ work: () async throws -> Result
    ) async throws -> Result {
        try await inTurn(behind: limit) {
            if let room, try await context.rooms.find(room) == nil { throw RequestError.unknown }
            return try await work()
        }
    }

    /// Does `work` when what was asked before is done with; refuses it where more than `limit` wait already.
    func inTurn<Result>(behind limit: Int = Desk.queueLimit, _ work: () async throws -> Result) async throws
        -> Result
    {
        guard waiting.count < limit else { throw RequestError.busy }
        if isTaken { await withCheckedContinuation { waiting.append($0) } } else { isTaken = true }
        defer { if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() } }
        // Who asked was told meanwhile that it is too late.
        try Task.checkCancellation()
        return try await work()
    }

    /// Takes over what another version of the module did, while this one replaced it.
    private func catchUp() async throws {
        let latest = try await log.last()
        guard latest != last else { return }
        judge.restart(with: try await log.holding())
        last = latest
    }

    private func perform(
        _ kind: Action.Kind,
        _ order: Order,
        on target: Target?,
        by user: UserID?
    ) async throws -> Action {
        let time = now()
        let action = Action(
            id: last + 1,
            kind: kind,
            room: order.room,
            target: target?.text,
            by: user,
            at: time,
            until: kind.isLasting ? order.for.map { time + $0 * 1_000 } : nil,
            reason: order.reason,
            amount: order.amount(of: kind),
            evidence: order.evidence ?? []
        )
        try await add(action)
        await carryOut(action, on: target)
        return action
    }

    private func end(
        _ held: Action,
        _ kind: Action.Kind,
        reason: String?,
        by asker: Asker?
    ) async throws -> Action {
        if let asker { try await mayEnd(held, asker) }
        let action = Action(
            id: last + 1,
            kind: kind,
            room: held.room,
            target: held.target,
            by: asker?.user,
            at: now(),
            reason: reason,
            of: held.id
        )
        try await add(action)
        await announce(Change(action, ending: held), of: action)
        return action
    }

    private func add(_ action: Action) async throws {
        let before = action.kind.isLasting ? judge.standing.action(of: action.subject) : nil
        try await context.store.write(log.statements(adding: action, replacing: before))
        last = action.id
        judge.apply(action)
    }

    /// What a higher rank has begun stays until one of that rank ends it.
    private func mayEnd(_ held: Action, _ asker: Asker) async throws {
        guard let by = held.by, by != asker.user else { return }
        guard try await rank(of: asker, in: held.room) >= rank(of: by, in: held.room) else {
            throw RequestError.outranked
        }
    }
}
