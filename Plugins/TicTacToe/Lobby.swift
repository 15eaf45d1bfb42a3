internal import RoostKit

/// Everybody's challenges and games.
struct Lobby: Sendable {
    /// Somebody who wants to play: anybody, or one.
    struct Challenge: Hashable, Sendable, Encodable {
        let id: String
        let from: UserID
        let to: UserID?
        /// Where the result is to be told.
        let room: RoomID?
    }

    /// How many challenges and games there are at most, and how many one user is in.
    private static let limit = 1_000
    private static let userLimit = 10
    /// How many games that are over are kept, for who watches.
    private static let overLimit = 100

    private(set) var challenges: [String: Challenge] = [:]
    private(set) var games: [String: Game] = [:]
    private var over: [String] = []
    private var lastID: Int

    /// An empty lobby whose ids come after `lastID`.
    init(lastID: Int = 0) {
        self.lastID = lastID
    }

    /// The challenges that `user` sees, the oldest first.
    func challenges(for user: UserID) -> [Challenge] {
        challenges.values.filter { $0.to == nil || $0.to == user || $0.from == user }.sorted { $0.id < $1.id }
    }

    /// The games that go on, the oldest first.
    var going: [Game] { games.values.filter { !$0.state.isOver }.sorted { $0.id < $1.id } }

    /// The game with this id.
    func game(_ id: String) throws(RequestError) -> Game {
        guard let game = games[id] else { throw .noSuchGame }
        return game
    }

    /// Has `user` challenge `other`, or anybody.
    mutating func challenge(by user: UserID, _ other: UserID?, in room: RoomID?) throws(RequestError)
        -> Challenge
    {
        guard other != user else {
            throw RequestError(code: "bad_request", message: "Play with somebody else.")
        }
        guard challenges.count + going.count < Self.limit else { throw .crowded }
        let count = challenges.values.count { $0.from == user } + going.count { $0.mark(of: user) != nil }
        guard count < Self.userLimit else { throw .tooMany }
        let challenge = Challenge(id: nextID(), from: user, to: other, room: room)
        challenges[challenge.id] = challenge
        return challenge
    }

    /// Begins the game that a challenge asks for; who made it plays `x`.
    mutating func take(_ id: String, by user: UserID) throws(RequestError) -> Game {
        guard let challenge = challenges[id] else { throw .noSuchGame }
        guard challenge.from != user, challenge.to ?? user == user else { throw .notYours }
        challenges[id] = nil
        let game = Game(id: id, x: challenge.from, o: user, room: challenge.room)
        games[id] = game
        return game
    }

    /// Takes a challenge back, or turns it down.
    mutating func drop(_ id: String, by user: UserID) throws(RequestError) -> Challenge {
        guard let challenge = challenges[id] else { throw .noSuchGame }
        guard challenge.from == user || challenge.to == user else { throw .notYours }
        challenges[id] = nil
        return challenge
    }

    /// Makes a move, or whatever else `change` does to a game.
    mutating func change(
        _ id: String,
        _ change: (inout Game) throws(RequestError) -> Void
    ) throws(RequestError) -> Game {
        guard var game = games[id] else { throw .noSuchGame }
        let wasOver = game.state.isOver
        try change(&game)
        games[id] = game
        if !wasOver, game.state.isOver { retire(id) }
        return game
    }

    /// Notes that `user` went away, with their challenges, or came back; answers what changed.
    mutating func set(_ user: UserID, isAway: Bool, at now: Int64) -> (games: [Game], challenges: [Challenge])
    {
        var changed: [Game] = []
        for game in going {
            guard let mark = game.mark(of: user), (game.away[mark] != nil) != isAway else { continue }
            games[game.id]?.away[mark] = isAway ? now : nil
            if let game = games[game.id] { changed.append(game) }
        }
        let dropped = isAway ? challenges.values.filter { $0.from == user } : []
        for challenge in dropped { challenges[challenge.id] = nil }
        return (changed, dropped)
    }

    /// Ends the games of those who were away for longer than `grace` milliseconds; answers them.
    mutating func forfeit(at now: Int64, grace: Int64) -> [Game] {
        var ended: [Game] = []
        for game in going {
            guard
                let (mark, _) = game.away.filter({ $0.value + grace <= now }).min(by: { $0.value < $1.value })
            else { continue }
            // It goes on, and they play in it.
            if let game = try? change(
                game.id,
                { game throws(RequestError) in try game.resign(game.player(mark)) }
            ) {
                ended.append(game)
            }
        }
        return ended
    }

    private mutating func retire(_ id: String) {
        over.append(id)
        if over.count > Self.overLimit { games[over.removeFirst()] = nil }
    }

    private mutating func nextID() -> String {
        lastID += 1
        // In the order of their ids, as text as well.
        let digits = String(lastID)
        return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }
}
