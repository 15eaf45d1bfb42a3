internal import Foundation
internal import RoostKit

/// Keeps order: actions of moderators, filters, limits to how fast one posts, and reports.
final class ModerationModule: RoostModule {
    static var manifest: ModuleManifest {
        ModuleManifest(
            name: "moderation",
            version: "0.1.0",
            migrations: Schema.migrations,
            rights: [
                .server(
                    .moderateServer,
                    "Keep order on the whole server: bans, filters, lockdown.",
                    roles: ["moderator"]
                )
            ],
            settings: ModerationSettings.declared
        )
    }

    /// How long proposals wait: to be late is to refuse, and a message that is held waits for the disk.
    ///
    /// Filters have a limit of their own, `WorkBudget`.
    private static let patience = Duration.seconds(2)

    private let context: any ModuleContext
    private let settings: ModerationSettings
    private let judge: Judge
    private let desk: Desk

    init(context: any ModuleContext) throws {
        self.context = context
        settings = try ModerationSettings(context.settings)
        judge = Judge(settings)
        desk = Desk(context: context, judge: judge)
        reviewProposals()
        context.erase { [desk] in try await desk.eraseStep($0) }
        context.eraseRooms { [desk] in try await desk.eraseStep(from: $0) }
        Requests(context: context, desk: desk, judge: judge).declare()
    }

    @concurrent
    func start() async throws {
        try await desk.open()
        context.spawn { [context, desk, judge] in
            try await Self.keepTime {
                (judge.standing.nextEnd ?? .max) - desk.now()
            } expire: {
                try await desk.expire()
            } failed: { error in
                context.log(.warning, "what is over could not be ended", ["error": "\(error)"])
            }
        }
    }

    /// Ends in time what has one, again and again until it is cancelled.
    ///
    /// It fails where the database does, and where another version of the module has just ended the same: the next attempt sees
    /// that. `left` says in how many milliseconds something is to end.
    static func keepTime(
        left: () -> Int64,
        expire: () async throws -> Void,
        failed: (any Error) -> Void
    ) async throws {
        while true {
            var wait = left()
            if wait <= 0 {
                do {
                    try await expire()
                } catch {
                    try Task.checkCancellation()
                    failed(error)
                    wait = .max
                }
            }
            // An action that ends sooner may be taken meanwhile.
            try await Task.sleep(for: .milliseconds(min(max(wait, 10), 500)))
        }
    }

    private func reviewProposals() {
        // Without the module nobody would keep those out who are banned.
        context.review(MessageProposal.self, ifItFails: .closed, within: Self.patience) { [self] proposal in
            let createdAt = judge.needsAge(at: desk.now()) ? try await age(of: proposal.asker.user) : nil
            switch judge.ruling(on: proposal, createdAt: createdAt, at: desk.now()) {
            case .accept: return .accept
            case .change(let text):
                var masked = proposal
                masked.text = text
                return .change(masked)
            case .hold(let rule): return .refuse(try await desk.hold(proposal, rule: rule))
            case .refuse(let error): return .refuse(error)
            case .strikeOut(let error):
                strikeOut(proposal.author, in: proposal.room)
                return .refuse(error)
            }
        }
        context.review(ReactionProposal.self, ifItFails: .closed, within: Self.patience) { [self] proposal in
            let createdAt = judge.needsAge(at: desk.now()) ? try await age(of: proposal.asker.user) : nil
            switch judge.ruling(on: proposal, createdAt: createdAt, at: desk.now()) {
            case .accept: return .accept
            case .refuse(let error): return .refuse(error)
            case .strikeOut(let error):
                strikeOut(proposal.asker.user, in: proposal.room)
                return .refuse(error)
            // What nobody sees before, or in another form, is not for a reaction.
            case .change, .hold: return .refuse(.filtered)
            }
        }
        context.review(JoinProposal.self, ifItFails: .closed, within: Self.patience) {
            [judge, desk] proposal in
            judge.refusal(of: proposal.asker, in: proposal.room, at: desk.now()).map { .refuse($0) }
                ?? .accept
        }
        // Whoever could switch the module off must get in where it fails; nobody joins or posts meanwhile.
        context.review(ConnectProposal.self, ifItFails: .open, within: Self.patience) {
            [judge, desk] proposal in
            judge.refusal(of: proposal.asker, at: desk.now()).map { .refuse($0) } ?? .accept
        }
        context.review(SignInProposal.self, ifItFails: .open, within: Self.patience) {
            [judge, desk] proposal in
            judge.refusal(ofSignInBy: UserID(rawValue: proposal.name), at: desk.now()).map { .refuse($0) }
                ?? .accept
        }
        context.review(SignUpProposal.self, ifItFails: .closed, within: Self.patience) {
            [judge, desk] proposal in
            judge.refusal(ofSignUpFrom: proposal.address, at: desk.now()).map { .refuse($0) } ?? .accept
        }
    }

    private func strikeOut(_ user: UserID, in room: RoomID) {
        context.spawn { [desk, settings] in
            try await desk.strikeOut(user, in: room, for: settings.muteTime)
        }
    }

    private func age(of user: UserID) async throws -> Int64? {
        try await context.users.find(user)?.createdAt
    }
}

/// What the module was compiled against.
@c(roost_abi_Moderation)
public func moderationABI() -> UInt64 { RoostABI.compiled }

/// The module's factory, for the host to take over.
@c(roost_make_Moderation)
public func makeModeration() -> UnsafeMutableRawPointer { exportModule(ModerationModule.self) }
