internal import RoostKit

/// Conversations of two people and of small groups, which nobody else sees.
final class PrivateMessagesModule: RoostModule {
    static var manifest: ModuleManifest {
        ModuleManifest(
            name: "private",
            version: "0.1.0",
            migrations: Schema.migrations,
            rights: [
                .server(
                    "private.use",
                    "To begin conversations and to write in them.",
                    roles: ["member", "moderator"]
                ),
                .server(
                    "private.review",
                    "To see the messages that participants reported.",
                    roles: ["moderator"]
                ),
            ],
            settings: [
                Setting(
                    "accepts",
                    .choice(
                        Preference.Accepted.everyone.rawValue,
                        of: Preference.Accepted.allCases.map(\.rawValue)
                    ),
                    "Who may write to people who have not said so themselves."
                ),
                Setting(
                    "people",
                    .number(16, in: 2...16),
                    "How many people a conversation has at most."
                ),
            ],
            // Everybody comes again at the same time after a restart.
            backlog: EventBacklog(limit: 10_000, policy: .dropNewest)
        )
    }

    private let context: any ModuleContext

    init(context: any ModuleContext) throws {
        self.context = context
        let usual = Preference.Accepted(rawValue: try context.settings.text("accepts")) ?? .everyone
        let preferences = Preferences(store: context.store, usual: usual)
        let door = Door(context: context, preferences: preferences)
        let conversations = Conversations(
            context: context,
            door: door,
            peopleLimit: try context.settings.number("people")
        )
        context.record(with: Ledger())
        // It reads the database, and has devices enter rooms.
        context.review(MessageProposal.self, ifItFails: .closed, within: .seconds(2)) {
            try await conversations.judge($0)
        }
        context.erase { erasure in
            try await context.store.write(Erasing.statements(for: erasure))
            return false
        }
        context.observe(UserConnected.self) { try await conversations.enter($0.user) }
        context.observe(MessagePosted.self) { try await conversations.bringBackReader(of: $0.message) }
        answerTalkers(conversations)
        answerOwners(preferences)
        answerReporters(conversations)
    }

    /// What people do in conversations.
    private func answerTalkers(_ conversations: Conversations) {
        // Nobody is asked before they are in a conversation.
        let rate = RateLimit(20, per: .seconds(60))
        context.answer("private:open", needing: .server("private.use"), atMost: rate) {
            (request: WireRequest<OpenRequest>) in
            try await conversations.open(with: request.payload.with, by: request.asker.user)
        }
        context.answer("private:add", needing: .server("private.use"), atMost: rate) {
            (request: WireRequest<AddRequest>) in
            try await conversations.add(request.payload, by: request.asker.user)
        }
        context.answer("private:rename", needing: .server("private.use")) {
            (request: WireRequest<RenameRequest>) in
            try await conversations.rename(request.payload, by: request.asker.user)
            return Done()
        }
        context.answer("private:post", needing: .server("private.use")) {
            (request: WireRequest<PostRequest>) in
            PostReply(message: try await conversations.post(request.payload, by: request.asker))
        }
        context.answer("private:list", needing: .signedIn) { (request: WireRequest<ListRequest>) in
            if request.payload.cursor == nil { try await conversations.enter(request.asker.user) }
            return try await conversations.list(request.payload, for: request.asker.user)
        }
        context.answer("private:read", needing: .signedIn) { (request: WireRequest<ReadRequest>) in
            try await conversations.markRead(request.payload, by: request.asker.user)
        }
        context.answer("private:leave", needing: .signedIn) { (request: WireRequest<RoomName>) in
            try await conversations.leave(request.payload.room, by: request.asker.user)
            return Done()
        }
    }

    /// What people decide for themselves.
    private func answerOwners(_ preferences: Preferences) {
        let context = context
        context.answer("private:settings", needing: .signedIn) { (request: WireRequest<PreferenceChange>) in
            try await preferences.change(request.payload, of: request.asker.user)
        }
        context.answer("private:block", needing: .signedIn) { (request: WireRequest<UserName>) in
            guard let user = try await context.users.find(named: request.payload.user) else {
                throw RequestError.noSuchUser(request.payload.user)
            }
            try await preferences.block(user.id, by: request.asker.user)
            return Done()
        }
        context.answer("private:unblock", needing: .signedIn) { (request: WireRequest<UserName>) in
            let user = UserID(rawValue: request.payload.user.lowercased())
            try await preferences.unblock(user, by: request.asker.user)
            return Done()
        }
        context.answer("private:blocks", needing: .signedIn) { (request: WireRequest<Nothing>) in
            BlockList(users: try await preferences.blocked(by: request.asker.user))
        }
    }

    /// What participants show to moderators.
    private func answerReporters(_ conversations: Conversations) {
        let reports = Reports(context: context, conversations: conversations)
        context.answer("private:report", needing: .signedIn) { (request: WireRequest<ReportRequest>) in
            try await reports.add(request.payload, by: request.asker.user)
            return Done()
        }
        context.answer("private:reports", needing: .server("private.review")) {
            (request: WireRequest<ReportsRequest>) in
            try await reports.list(request.payload)
        }
        context.answer("private:resolve", needing: .server("private.review")) {
            (request: WireRequest<ResolveRequest>) in
            try await reports.resolve(request.payload, by: request.asker.user)
            return Done()
        }
    }
}

/// What the module was compiled against.
@c(roost_abi_PrivateMessages)
public func privateMessagesABI() -> UInt64 { RoostABI.compiled }

/// The module's factory, for the host to take over.
@c(roost_make_PrivateMessages)
public func makePrivateMessages() -> UnsafeMutableRawPointer { exportModule(PrivateMessagesModule.self) }
