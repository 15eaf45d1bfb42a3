internal import RoostKit

/// One game of two: whose turn it is, what they put where, and how it ended.
struct Game: Hashable, Sendable {
    /// The two sides; `x` begins.
    enum Mark: String, Codable, Sendable {
        case x, o

        var other: Mark { self == .x ? .o : .x }
    }

    /// How a game stands.
    enum State: Hashable, Sendable {
        case going(turn: Mark)
        case won(Mark)
        case drawn

        var isOver: Bool { if case .going = self { false } else { true } }
    }

    let id: String
    /// Who plays `x`, and who plays `o`.
    let players: [UserID]
    /// Where the result is told, if anywhere.
    let room: RoomID?
    /// The nine cells, line by line.
    private(set) var cells: [Mark?] = Array(repeating: nil, count: 9)
    private(set) var state: State = .going(turn: .x)
    /// Who is away, and since when in milliseconds since 1970-01-01T00:00:00Z.
    var away: [Mark: Int64] = [:]

    init(id: String, x: UserID, o: UserID, room: RoomID?) {
        (self.id, players, self.room) = (id, [x, o], room)
    }

    private static let lines = [
        [0, 1, 2], [3, 4, 5], [6, 7, 8], [0, 3, 6], [1, 4, 7], [2, 5, 8], [0, 4, 8], [2, 4, 6],
    ]

    /// The side of `user`, who may be neither.
    func mark(of user: UserID) -> Mark? { players[0] == user ? .x : players[1] == user ? .o : nil }

    /// The player of a side.
    func player(_ mark: Mark) -> UserID { players[mark == .x ? 0 : 1] }

    /// Who has won, if somebody has.
    var winner: UserID? { if case .won(let mark) = state { player(mark) } else { nil } }

    /// Puts the mark of `user` into `cell`.
    /// - Throws: `RequestError`; the game is then as it was.
    mutating func move(_ user: UserID, to cell: Int) throws(RequestError) {
        guard let mark = mark(of: user) else { throw .notPlaying }
        guard case .going(let turn) = state else { throw .over }
        guard turn == mark else { throw .notYourTurn }
        guard cells.indices.contains(cell) else { throw .noSuchCell }
        guard cells[cell] == nil else { throw .taken }
        cells[cell] = mark
        if Self.lines.contains(where: { $0.allSatisfy { cells[$0] == mark } }) {
            state = .won(mark)
        } else {
            state = cells.contains(nil) ? .going(turn: mark.other) : .drawn
        }
    }

    /// Gives the game to the other side.
    mutating func resign(_ user: UserID) throws(RequestError) {
        guard let mark = mark(of: user) else { throw .notPlaying }
        guard !state.isOver else { throw .over }
        state = .won(mark.other)
    }
}

/// The game as players and spectators see it.
extension Game: Encodable {
    private enum CodingKeys: CodingKey {
        case game, x, o, cells, turn, winner, over, away, room
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(id, forKey: .game)
        try fields.encode(players[0].rawValue, forKey: .x)
        try fields.encode(players[1].rawValue, forKey: .o)
        try fields.encode(cells.map { $0?.rawValue ?? "" }, forKey: .cells)
        if case .going(let turn) = state { try fields.encode(turn.rawValue, forKey: .turn) }
        try fields.encodeIfPresent(winner?.rawValue, forKey: .winner)
        try fields.encode(state.isOver, forKey: .over)
        try fields.encode(away.keys.map { player($0).rawValue }.sorted(), forKey: .away)
        try fields.encodeIfPresent(room?.rawValue, forKey: .room)
    }
}

// Every refusal of the game; docs/protocol.md has the table.
extension RequestError {
    static let notPlaying = RequestError(
        code: "not_playing",
        message: "This is a game of others; you may watch."
    )
    static let over = RequestError(code: "over", message: "The game is over.")
    static let notYourTurn = RequestError(code: "not_your_turn", message: "It is the other's turn.")
    static let taken = RequestError(code: "taken", message: "Somebody has that already.")
    static let noSuchCell = RequestError(code: "bad_request", message: "the field 'cell' must be from 0 to 8")
    static let noSuchGame = RequestError(code: "not_found", message: "There is no such game or challenge.")
    static let notYours = RequestError(code: "not_yours", message: "This challenge is for somebody else.")
    static let tooMany = RequestError(
        code: "too_many",
        message: "You have as many games and challenges as one may have; end one first."
    )
    static let crowded = RequestError(
        code: "busy",
        message: "Too many play just now; try again in a moment.",
        isRetryable: true
    )
}
