internal import Foundation
internal import RoostKit

/// Where people meet for games: hands what they ask to the `Lobby`, and tells everybody here what comes of it.
actor Hall {
    /// How many connections may be here.
    private static let connectionLimit = 5_000

    private let context: any ModuleContext
    private let namespace: any ModuleNamespace
    private let grace: Int64
    private let now: @Sendable () -> Int64
    private var lobby = Lobby()
    /// The connections that are here, by user.
    private var present: [UserID: Set<String>] = [:]
    /// Who tells the result of a challenge or game that has a room: who made it.
    private var tellers: [String: Asker] = [:]

    init(
        context: any ModuleContext,
        namespace: any ModuleNamespace,
        grace: Duration,
        now: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1_000) }
    ) {
        self.context = context
        self.namespace = namespace
        self.grace = grace.components.seconds * 1_000
        self.now = now
    }

    /// Refuses whoever comes where too many are here.
    func checkRoom() throws {
        guard present.values.reduce(0, { $0 + $1.count }) < Self.connectionLimit else {
            throw RequestError.crowded
        }
    }

    /// Shows a connection what there is; a player who was away is back.
    func enter(_ asker: Asker) {
        note(asker)
        let scene = Scene(challenges: lobby.challenges(for: asker.user), games: lobby.going)
        tell(scene, "scene", to: .connection(asker.connection))
    }

    /// Notes that a connection is gone; with the last one of a player their time to come back begins.
    func leave(_ asker: Asker) {
        let user = asker.user
        guard present[user]?.remove(asker.connection) != nil, present[user]?.isEmpty == true else { return }
        present[user] = nil
        let left = lobby.set(user, isAway: true, at: now())
        tell(left.games)
        for challenge in left.challenges { drop(challenge) }
    }

    /// Notes that a connection is here: one that was so before a reload is known from its first request on.
    private func note(_ asker: Asker) {
        let isBack = present[asker.user] == nil
        guard present[asker.user, default: []].insert(asker.connection).inserted else { return }
        namespace.join(asker.user.rawValue, asker.connection)
        // What they may is asked of the sign-in that they have now.
        for (id, teller) in tellers where teller.user == asker.user { tellers[id] = asker }
        if isBack { tell(lobby.set(asker.user, isAway: false, at: now()).games) }
    }

    func challenge(_ order: ChallengeOrder, by asker: Asker) async throws -> Lobby.Challenge {
        note(asker)
        if let room = order.room, !asker.may(.send, in: room) {
            throw RequestError(code: "forbidden", message: "The result may only be told where you may post.")
        }
        var other: UserID?
        if let name = order.to {
            guard let found = try await context.users.find(named: name) else { throw RequestError.noSuchGame }
            other = found.id
        }
        let challenge = try lobby.challenge(by: asker.user, other, in: order.room)
        if order.room != nil { tellers[challenge.id] = asker }
        guard let other else {
            tell(challenge, "challenged")
            return challenge
        }
        for user in [other, asker.user] { tell(challenge, "challenged", to: .room(user.rawValue)) }
        return challenge
    }

    func take(_ id: String, by asker: Asker) throws -> Game {
        note(asker)
        var game = try lobby.take(id, by: asker.user)
        if present[game.player(.x)] == nil {
            _ = lobby.set(game.player(.x), isAway: true, at: now())
            game = try lobby.game(id)
        }
        tell(Dropped(challenge: id), "dropped")
        tell([game])
        return game
    }

    func drop(_ id: String, by asker: Asker) throws {
        drop(try lobby.drop(id, by: asker.user))
    }

    private func drop(_ challenge: Lobby.Challenge) {
        tellers[challenge.id] = nil
        tell(Dropped(challenge: challenge.id), "dropped")
    }

    func game(_ id: String) throws -> Game { try lobby.game(id) }

    func move(_ id: String, to cell: Int, by asker: Asker) async throws -> Game {
        let game = try lobby.change(id) { game throws(RequestError) in try game.move(asker.user, to: cell) }
        tell([game])
        if game.state.isOver { await finish(game) }
        return game
    }

    func resign(_ id: String, by asker: Asker) async throws -> Game {
        let game = try lobby.change(id) { game throws(RequestError) in try game.resign(asker.user) }
        tell([game])
        await finish(game)
        return game
    }

    /// Ends the games of those who do not come back.
    func keepTime() async {
        for game in lobby.forfeit(at: now(), grace: grace) {
            tell([game])
            await finish(game)
        }
    }

    /// Tells the result where the challenge said so, as its maker does: what they may not post there is not told.
    private func finish(_ game: Game) async {
        guard let room = game.room, let teller = tellers.removeValue(forKey: game.id) else { return }
        let (x, o) = (game.player(.x), game.player(.o))
        let loser = game.winner == x ? o : x
        let text =
            game.winner.map { "\($0) beat \(loser) at tic-tac-toe." } ?? "\(x) and \(o) drew at tic-tac-toe."
        do {
            let id = String(UInt64.random(in: 0 ... .max), radix: 36)
            _ = try await context.rooms.propose(text, in: room, for: teller, id: id, replyTo: nil)
        } catch let refusal as RequestError {
            context.log(.info, "a result was not told", ["game": game.id, "error": refusal.code])
        } catch {
            context.log(.warning, "a result could not be told", ["game": game.id, "error": "\(error)"])
        }
    }

    private func tell(_ games: [Game]) {
        for game in games { tell(game, "changed") }
    }

    private func tell(_ payload: some Encodable, _ event: String, to audience: NamespaceAudience = .everyone)
    {
        do {
            try namespace.emit(event, payload, to: audience)
        } catch {
            context.log(.error, "an event could not be sent", ["event": event, "error": "\(error)"])
        }
    }
}

/// What somebody sees who comes in.
struct Scene: Encodable, Sendable {
    let challenges: [Lobby.Challenge]
    let games: [Game]
}

/// The payload of `challenge`.
struct ChallengeOrder: Decodable, Sendable {
    var to: String?
    var room: RoomID?
}

/// A challenge that is there no more.
struct Dropped: Encodable, Sendable {
    let challenge: String
}
