internal import RoostKit

/// Keeps what was said in every room, and answers for the past.
final class HistoryModule: RoostModule {
    static var manifest: ModuleManifest {
        ModuleManifest(
            name: "history",
            version: "0.2.0",
            migrations: Schema.migrations,
            rights: [
                .room("history.export", "To take a copy of all that a room has.", roomRoles: ["owner"]),
                .room("history.retain", "To say how long the messages of a room are kept."),
                .server(
                    "history.hold",
                    "To keep messages from being removed, and to read what was kept aside."
                ),
                .server("history.sweep", "To have removed at once what is not to be kept."),
                .server("history.import", "To fill rooms with messages from elsewhere."),
                .server("history.takeout", "To take a copy of what another user wrote."),
            ],
            settings: [
                Setting(
                    "retention-days",
                    .number(0, in: 0...36_500),
                    "How many days messages are kept; 0 for ever."
                ),
                Setting(
                    "retention-messages",
                    .number(0, in: 0...100_000_000),
                    "How many messages are kept in each room, the newest; 0 for all."
                ),
                Setting(
                    "sweep-every",
                    .duration(.seconds(3_600), in: .seconds(1) ... .seconds(86_400)),
                    "How often messages that are too old are looked for."
                ),
            ]
        )
    }

    private let context: any ModuleContext
    private let upkeep: Upkeep

    init(context: any ModuleContext) throws {
        self.context = context
        let (days, messages) = (
            try context.settings.number("retention-days"), try context.settings.number("retention-messages")
        )
        upkeep = Upkeep(
            index: WordIndex(store: context.store),
            retention: Retention(store: context.store),
            rule: RetentionRule(
                days: days > 0 ? Int64(days) : nil,
                messages: messages > 0 ? Int64(messages) : nil
            ),
            interval: try context.settings.duration("sweep-every"),
            isGone: { [rooms = context.rooms] in try await rooms.find($0) == nil },
            log: context.log
        )
        let table = MessageTable(store: context.store)
        context.record(with: table)
        let erasure = Erasure(context: context)
        context.erase { try await erasure.step($0) }
        context.eraseRooms { [upkeep] in try await upkeep.retention.eraseStep(from: $0) > 0 }
        answerReaders(from: table)
        answerKeepers()
        answerCopies(table)
    }

    @concurrent
    func start() async throws {
        let upkeep = upkeep
        context.spawn { try await upkeep.follow() }
        context.spawn { try await upkeep.sweepRegularly() }
    }

    /// What people read.
    private func answerReaders(from table: MessageTable) {
        context.answer("history:page", needing: .room(.read)) { (request: WireRequest<PageRequest>) -> Page in
            let page = request.payload
            return try await table.page(
                of: page.room,
                at: try page.place,
                limit: page.limit,
                for: request.asker.user
            )
        }
        let searching = Searching(index: upkeep.index, search: Search(store: context.store), table: table)
        context.answer("history:search", needing: .everybody) { (request: WireRequest<SearchRequest>) in
            try await searching.page(for: request.payload, by: request.asker)
        }
    }

    /// What says how long messages are kept.
    private func answerKeepers() {
        let (retention, usual, store) = (upkeep.retention, upkeep.rule, context.store)
        context.answer("history:retention", needing: .room(.read)) { (request: WireRequest<RoomName>) in
            let own = try await retention.rules()[request.payload.room]
            return RetentionReply(own ?? usual, isOwn: own != nil)
        }
        context.answer("history:retain", needing: .room("history.retain")) {
            (request: WireRequest<RetainRequest>) in
            try request.payload.rule?.check()
            let rule = request.payload.rule
            try await retention.set(rule, for: request.payload.room)
            return RetentionReply(rule ?? usual, isOwn: rule != nil)
        }
        context.answer("history:sweep", needing: .server("history.sweep")) {
            [upkeep] (request: WireRequest<SweepPlace>) in
            try await upkeep.sweep(from: request.payload, at: Upkeep.now())
        }
        context.answer("history:hold", needing: .server("history.hold")) {
            (request: WireRequest<HoldRequest>) in
            try request.payload.check()
            try await store.write(
                request.payload.on
                    ? [Hold.beginning(request.payload, by: request.asker.user, at: Upkeep.now())]
                    : Hold.ending(request.payload)
            )
            return Done()
        }
        context.answer("history:holds", needing: .server("history.hold")) { (_: WireRequest<Nothing>) in
            HoldList(holds: try await store.read(StandingHold.query).map { try StandingHold($0) })
        }
        context.answer("history:held", needing: .server("history.hold")) {
            (request: WireRequest<HeldRequest>) in
            let asker = request.asker
            return try await Held.page(of: request.payload, from: store) { asker.may(.read, in: $0) }
        }
    }

    /// What leaves as files, and comes from them.
    private func answerCopies(_ table: MessageTable) {
        let taking = Import(context: context, table: table)
        context.answer("history:import", needing: .server("history.import")) {
            (request: WireRequest<ImportRequest>) in
            try await taking.take(request.payload)
        }
        let export = Export(store: context.store)
        context.answer("history:export", needing: .room("history.export")) {
            (request: WireRequest<ExportRequest>) in
            let payload = request.payload
            return try await export.piece(
                of: .room(try payload.roomID),
                as: payload.format ?? .jsonl,
                after: try payload.place
            )
        }
        context.answer("history:takeout", needing: .signedIn) { (request: WireRequest<ExportRequest>) in
            let (payload, asker) = (request.payload, request.asker)
            let user = payload.user.map(UserID.init) ?? asker.user
            guard user == asker.user || asker.may("history.takeout") else {
                throw RequestError(
                    code: "forbidden",
                    message: "To take a copy of what others wrote needs the right 'history.takeout'."
                )
            }
            // One's own words are one's own, also where one may not read any more.
            let isOwn = user == asker.user
            return try await export.piece(
                of: .user(user, where: { isOwn || asker.may(.read, in: $0) }),
                as: payload.format ?? .jsonl,
                after: try payload.place
            )
        }
    }
}

/// What the module was compiled against.
@c(roost_abi_History)
public func historyABI() -> UInt64 { RoostABI.compiled }

/// The module's factory, for the host to take over.
@c(roost_make_History)
public func makeHistory() -> UnsafeMutableRawPointer { exportModule(HistoryModule.self) }
