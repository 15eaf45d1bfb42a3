internal import RoostKit

/// The module's requests on the wire, each with the right that it needs; docs/protocol.md has the table.
struct Requests {
    let context: any ModuleContext
    let desk: Desk
    let judge: Judge

    func declare() {
        for kind in [Action.Kind.kick, .ban, .mute, .slow, .readOnly, .lock, .warn, .note, .purge] {
            act("moderation:\(kind.rawValue)", kind, needing: .room(.moderate))
        }
        for kind in [Action.Kind.ban, .mute, .slow, .readOnly, .warn, .note] {
            act("moderation:server-\(kind.rawValue)", kind, needing: .server(.moderateServer))
        }
        act("moderation:lockdown", .lockdown, needing: .server(.moderateServer))
        for (name, access) in [("", Access.room(.moderate)), ("server-", .server(.moderateServer))] {
            declareLog(name, access)
            declareFilters(name, access)
        }
        declareReports()
        declareHeld()
        declareHolding()
    }

    private func act(_ event: String, _ kind: Action.Kind, needing access: Access) {
        context.answer(event, needing: access) { [desk] (request: WireRequest<Order>) in
            var order = request.payload
            if access.isServer { order.room = nil }
            return ActionReply(action: try await desk.act(kind, order, by: request.asker))
        }
    }

    private func declareLog(_ name: String, _ access: Access) {
        context.answer("moderation:\(name)lift", needing: access) {
            [desk] (request: WireRequest<LiftOrder>) in
            var order = request.payload
            if access.isServer { order.room = nil }
            return ActionReply(action: try await desk.lift(order, by: request.asker))
        }
        context.answer("moderation:\(name)log", needing: access) { [desk] (request: WireRequest<Page>) in
            let page = request.payload
            return ActionsReply(
                actions: try await desk.log.page(
                    of: access.isServer ? nil : page.room,
                    target: page.user,
                    before: page.before ?? .max,
                    limit: try page.checkedLimit
                )
            )
        }
        context.answer("moderation:\(name)standing", needing: access) {
            [judge, desk] (request: WireRequest<Page>) in
            let room = access.isServer ? nil : request.payload.room
            let (page, now) = (request.payload, desk.now())
            let holding = judge.standing.all.filter { action in
                action.room == room && action.id > page.after ?? 0 && action.until.map { $0 > now } ?? true
            }
            return ActionsReply(actions: Array(holding.prefix(try page.checkedLimit)))
        }
    }

    private func declareFilters(_ name: String, _ access: Access) {
        // Each has the words of its place looked for anew; a long list is some requests.
        let rate = RateLimit(20, per: .seconds(60))
        context.answer("moderation:\(name)filter", needing: access, atMost: rate) {
            [desk] (request: WireRequest<FilterOrder>) in
            var order = request.payload
            if access.isServer { order.room = nil }
            return FiltersAdded(filters: try await desk.addFilters(order, by: request.asker))
        }
        context.answer("moderation:\(name)unfilter", needing: access, atMost: rate) {
            [desk] (request: WireRequest<FilterRemoval>) in
            var order = request.payload
            if access.isServer { order.room = nil }
            try await desk.removeFilters(order)
            return Done()
        }
        context.answer("moderation:\(name)filters", needing: access) { [desk] (request: WireRequest<Page>) in
            let page = request.payload
            let rules = desk.filters(
                of: access.isServer ? nil : page.room,
                after: page.after ?? 0,
                limit: try page.checkedLimit
            )
            return FiltersReply(filters: rules.map(FilterView.init))
        }
    }

    /// What whoever comes in has to know: what holds for them and for everybody there.
    private func declareHolding() {
        context.answer("moderation:holds", needing: .room(.read)) {
            [judge, desk] (request: WireRequest<Page>) in
            let (user, now) = (request.asker.user.rawValue, desk.now())
            let holding = judge.standing.all.filter { action in
                [nil, request.payload.room].contains(action.room) && [nil, user].contains(action.target)
                    && action.until.map { $0 > now } ?? true
            }
            return ActionsReply(actions: holding)
        }
    }

    private func declareReports() {
        context.answer("moderation:report", needing: .room(.read)) {
            [desk] (request: WireRequest<ReportOrder>) in
            ReportAdded(report: try await desk.report(request.payload, by: request.asker))
        }
        let reports: @Sendable (Page, [RoomID]) async throws -> [Report] = { [desk] page, rooms in
            try await desk.reports(
                in: rooms,
                state: page.state ?? "open",
                after: page.after ?? 0,
                limit: try page.checkedLimit
            )
        }
        context.answer("moderation:reports", needing: .room(.moderate)) {
            (request: WireRequest<Page>) in
            let page = request.payload
            return ReportsReply(reports: try await reports(page, [try page.checkedRoom]))
        }
        context.answer("moderation:all-reports", needing: .everybody) {
            [desk] (request: WireRequest<Page>) in
            let rooms = try await desk.rooms(in: "moderation_report", moderatedBy: request.asker)
            return ReportsReply(reports: try await reports(request.payload, rooms))
        }
        context.answer("moderation:claim", needing: .room(.moderate)) {
            [desk] (request: WireRequest<ReportChange>) in
            ReportReply(report: try await desk.claim(request.payload, by: request.asker))
        }
        context.answer("moderation:resolve", needing: .room(.moderate)) {
            [desk] (request: WireRequest<ReportChange>) in
            ReportReply(report: try await desk.resolve(request.payload, by: request.asker))
        }
    }

    private func declareHeld() {
        let held: @Sendable (Page, [RoomID]) async throws -> [Held] = { [desk] page, rooms in
            try await desk.held(in: rooms, after: page.after ?? 0, limit: try page.checkedLimit)
        }
        context.answer("moderation:held", needing: .room(.moderate)) { (request: WireRequest<Page>) in
            HeldReply(held: try await held(request.payload, [try request.payload.checkedRoom]))
        }
        context.answer("moderation:all-held", needing: .everybody) { [desk] (request: WireRequest<Page>) in
            let rooms = try await desk.rooms(in: "moderation_held", moderatedBy: request.asker)
            return HeldReply(held: try await held(request.payload, rooms))
        }
        context.answer("moderation:decide", needing: .room(.moderate)) {
            [desk] (request: WireRequest<Decision>) in
            try await desk.decide(request.payload)
            return Done()
        }
        context.answer("moderation:mine", needing: .signedIn) { [desk] (request: WireRequest<Page>) in
            let limit = try request.payload.checkedLimit
            return ActionsReply(actions: try await desk.log.page(about: request.asker.user, limit: limit))
        }
    }
}

extension Access {
    /// Whether it is about the server, so that a room in the payload counts for nothing.
    fileprivate var isServer: Bool { if case .server = self { true } else { false } }
}

/// The payload of requests for a list.
private struct Page: Decodable, Sendable {
    var room: RoomID?
    var user: String?
    var state: String?
    var before: Int64?
    var after: Int64?
    var limit: Int?

    var checkedRoom: RoomID {
        get throws(RequestError) {
            guard let room else { throw .bad("room", "the id of a room") }
            return room
        }
    }

    var checkedLimit: Int {
        get throws(RequestError) {
            let limit = limit ?? 50
            guard 1...200 ~= limit else { throw .bad("limit", "from 1 to 200") }
            return limit
        }
    }
}

private struct ActionReply: Encodable, Sendable { let action: Action }
private struct ActionsReply: Encodable, Sendable { let actions: [Action] }
private struct FiltersAdded: Encodable, Sendable { let filters: [Int64] }
private struct FiltersReply: Encodable, Sendable { let filters: [FilterView] }
private struct ReportAdded: Encodable, Sendable { let report: Int64 }
private struct ReportReply: Encodable, Sendable { let report: Report }
private struct ReportsReply: Encodable, Sendable { let reports: [Report] }
private struct HeldReply: Encodable, Sendable { let held: [Held] }
private struct Done: Encodable, Sendable {}

/// A filter as moderators see it.
private struct FilterView: Encodable, Sendable {
    let id: Int64
    let kind: FilterRule.Kind
    let pattern: String
    let verdict: FilterRule.Verdict

    init(_ rule: FilterRule) {
        (id, kind, pattern, verdict) = (rule.id, rule.kind, rule.pattern, rule.verdict)
    }
}
