internal import RoostKit
internal import Synchronization

/// Says at once what becomes of a message or of somebody who joins: from what holds, in memory.
final class Judge: Sendable {
    /// What becomes of a message.
    enum Ruling: Equatable, Sendable {
        case accept
        /// It is posted in this form.
        case change(String)
        /// A moderator sees it first, because of this rule.
        case hold(rule: Int64)
        case refuse(RequestError)
        /// The same, and somebody has run into limits once too often.
        case strikeOut(RequestError)
    }

    private struct State {
        var standing = Standing()
        var filters = FilterSet()
        var paces = Paces()
        /// Of reactions, which have a pace of their own.
        var reactions = Paces()
        var guests = GuestBook()
    }

    private let settings: ModerationSettings
    private let state = Mutex(State())

    init(_ settings: ModerationSettings) {
        self.settings = settings
    }

    /// What holds.
    var standing: Standing { state.withLock(\.standing) }

    /// The filters.
    var filters: FilterSet { state.withLock(\.filters) }

    /// From now on, what `actions` come to holds, and nothing else.
    func restart(with actions: [Action]) {
        var standing = Standing()
        for action in actions { standing.apply(action) }
        state.withLock { $0.standing = standing }
    }

    /// From now on, `action` holds.
    func apply(_ action: Action) {
        state.withLock { $0.standing.apply(action) }
    }

    /// From now on, texts are judged by `filters`.
    func replace(_ filters: FilterSet) {
        state.withLock { $0.filters = filters }
    }

    /// From now on, texts in a room, or everywhere, are judged by `filters`.
    func replace(_ filters: PlaceFilters, in room: RoomID?) {
        state.withLock { $0.filters.replace(filters, in: room) }
    }

    /// Whether it matters how old an author's account is.
    func needsAge(at now: Int64) -> Bool {
        settings.newAccountAge > 0 || standing.lockdown(at: now) == .newAccounts
    }

    /// What becomes of `proposal`, whose author signed up at `createdAt` where that is known.
    func ruling(on proposal: MessageProposal, createdAt: Int64?, at now: Int64) -> Ruling {
        ruling(on: proposal, createdAt: createdAt, at: now, pace: \.paces, settings.pace)
    }

    /// The same of a reaction, which is judged as a message that says it would be, but may be the same again and again.
    ///
    /// Whoever takes one back says nothing.
    func ruling(on reaction: ReactionProposal, createdAt: Int64?, at now: Int64) -> Ruling {
        let proposal = MessageProposal(
            // Each counts, also the same one once more.
            id: String(UInt64.random(in: 0 ... .max), radix: 36),
            room: reaction.room,
            asker: reaction.asker,
            text: reaction.isOn ? reaction.reaction : ""
        )
        var limits = settings.pace
        limits.duplicateWindow = 0
        return ruling(on: proposal, createdAt: createdAt, at: now, pace: \.reactions, limits)
    }

    private func ruling(
        on proposal: MessageProposal,
        createdAt: Int64?,
        at now: Int64,
        pace paces: any WritableKeyPath<State, Paces> & Sendable,
        _ limits: PaceLimits
    ) -> Ruling {
        let standing = standing
        let (room, asker) = (proposal.room, proposal.asker)
        if let ban = standing.ban(of: asker, in: room, at: now) { return .refuse(.banned(ban)) }
        if let mute = standing.here(.mute, room, asker.user.rawValue, at: now) {
            return .refuse(.muted(mute))
        }
        guard !proposal.asker.may(.moderate, in: room) else { return .accept }
        if standing.here(.readOnly, room, at: now) != nil { return .refuse(.readOnly) }
        let isNew = asker.isGuest || isNew(createdAt, at: now, in: standing)
        if isNew, standing.lockdown(at: now) >= .newAccounts { return .refuse(.lockdown) }
        if isNew, !settings.newAccountLinks,
            Link.all(in: FoldedText(proposal.text)).contains(where: \.isExplicit)
        {
            return .refuse(.noLinks)
        }
        var limits = limits
        if isNew && settings.newAccountAge > 0 {
            limits.messages = min(limits.messages, settings.newAccountMessages)
        }
        if let ruling = pace(of: proposal, in: paces, limits, standing, at: now) { return ruling }
        return filter(proposal)
    }

    /// Why `asker` may not join `room`, if so.
    func refusal(of asker: Asker, in room: RoomID, at now: Int64) -> RequestError? {
        let standing = standing
        if let ban = standing.ban(of: asker, in: room, at: now) { return .banned(ban) }
        guard !asker.may(.moderate, in: room) else { return nil }
        return standing.here(.lock, room, at: now) != nil ? .locked : nil
    }

    /// Why `asker` may not connect, if so; guests who may are remembered with their address.
    func refusal(of asker: Asker, at now: Int64) -> RequestError? {
        let standing = standing
        if let ban = standing.ban(of: asker, in: nil, at: now) { return .banned(ban) }
        guard asker.isGuest else { return nil }
        guard standing.lockdown(at: now) < .guests else { return .lockdown }
        if let address = asker.address { state.withLock { $0.guests.note(asker.user, at: address) } }
        return nil
    }

    /// Why `user` may not sign in, if so.
    func refusal(ofSignInBy user: UserID, at now: Int64) -> RequestError? {
        standing.action(.ban, nil, user.rawValue, at: now).map(RequestError.banned)
    }

    /// Why nobody may sign up from `address`, if so.
    func refusal(ofSignUpFrom address: String?, at now: Int64) -> RequestError? {
        let standing = standing
        if let address, let ban = standing.action(.ban, nil, "@\(address)", at: now) { return .banned(ban) }
        return standing.lockdown(at: now) >= .signUp ? .lockdown : nil
    }

    /// Where a guest came from.
    func address(of guest: UserID) -> String? { state.withLock { $0.guests.addresses[guest] } }

    /// The guests who came from an address.
    func guests(at address: String) -> [UserID] {
        state.withLock { state in state.guests.addresses.filter { $0.value == address }.map(\.key) }
    }

    /// The default that an account is new for where settings have no limits to new ones, for lockdown.
    private static let usualAge: Int64 = 86_400_000

    private func isNew(_ createdAt: Int64?, at now: Int64, in standing: Standing) -> Bool {
        guard let createdAt else { return false }
        let isClosed = standing.lockdown(at: now) >= .newAccounts
        let age = settings.newAccountAge == 0 && isClosed ? Self.usualAge : settings.newAccountAge
        return now - createdAt < age
    }

    private func pace(
        of proposal: MessageProposal,
        in paces: any WritableKeyPath<State, Paces> & Sendable,
        _ limits: PaceLimits,
        _ standing: Standing,
        at now: Int64
    ) -> Ruling? {
        // The same message with another text is not one more message.
        guard !proposal.isEdit else { return nil }
        let slow = standing.slowness(of: proposal.room, at: now) * 1_000
        return state.withLock { state in
            let refusal: RequestError
            switch state[keyPath: paces].take(proposal, at: now, limits: limits, slow: slow) {
            case .accept: return nil
            case .wait(let time): refusal = .tooSoon(milliseconds: time)
            case .duplicate: refusal = .duplicate
            }
            let isOut = state[keyPath: paces].strike(proposal.author, at: now, limits: limits)
            return isOut ? .strikeOut(refusal) : .refuse(refusal)
        }
    }

    private func filter(_ proposal: MessageProposal) -> Ruling {
        switch filters.judge(proposal.text, in: proposal.room) {
        case .accept: .accept
        case .mask(let text): .change(text)
        // Of a message that is there, only the form can be held.
        case .hold(let rule): proposal.isEdit ? .refuse(.filtered) : .hold(rule: rule)
        case .refuse: .refuse(.filtered)
        case .tooMuch: .refuse(.tooComplex)
        }
    }
}
