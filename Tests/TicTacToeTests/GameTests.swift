import RoostKit
import Testing

@testable import TicTacToe

@Suite("Tic-tac-toe: the rules and the lobby")
struct GameTests {
    private let ada = UserID(rawValue: "ada")
    private let ben = UserID(rawValue: "ben")
    private let cyd = UserID(rawValue: "cyd")

    private func played(_ cells: Int...) throws -> Game {
        var game = Game(id: "1", x: ada, o: ben, room: nil)
        for (turn, cell) in cells.enumerated() { try game.move(turn % 2 == 0 ? ada : ben, to: cell) }
        return game
    }

    @Test("three in a line win, and nine without a line are a draw")
    func ends() throws {
        #expect(try played(0, 3, 1, 4, 2).winner == ada)
        #expect(try played(0, 2, 1, 4, 3, 6).winner == ben)
        #expect(try played(0, 1, 2, 4, 3, 5, 7, 6, 8).state == .drawn)
        #expect(try played(0, 3, 1, 4).state == .going(turn: .x))
    }

    @Test("a move out of turn, onto a mark, off the board, by others or after the end changes nothing")
    func refused() throws {
        var game = try played(0)
        let before = game
        #expect(throws: RequestError.notYourTurn) { try game.move(ada, to: 1) }
        #expect(throws: RequestError.taken) { try game.move(ben, to: 0) }
        #expect(throws: RequestError.noSuchCell) { try game.move(ben, to: 9) }
        #expect(throws: RequestError.noSuchCell) { try game.move(ben, to: -1) }
        #expect(throws: RequestError.notPlaying) { try game.move(cyd, to: 1) }
        #expect(game == before)
        try game.resign(ben)
        #expect(game.winner == ada)
        #expect(throws: RequestError.over) { try game.move(ben, to: 1) }
        #expect(throws: RequestError.over) { try game.resign(ada) }
    }

    @Test("a challenge is taken once, by whom it is for, and has a bound")
    func challenges() throws {
        var lobby = Lobby()
        let challenge = try lobby.challenge(by: ada, ben, in: nil)
        #expect(throws: RequestError.notYours) { try lobby.take(challenge.id, by: cyd) }
        #expect(throws: RequestError.notYours) { try lobby.take(challenge.id, by: ada) }
        let game = try lobby.take(challenge.id, by: ben)
        #expect(game.player(.x) == ada)
        #expect(throws: RequestError.noSuchGame) { try lobby.take(challenge.id, by: ben) }
        for _ in 0..<9 { _ = try lobby.challenge(by: ada, nil, in: nil) }
        #expect(throws: RequestError.tooMany) { try lobby.challenge(by: ada, nil, in: nil) }
    }

    @Test("who stays away too long loses, and who comes back goes on")
    func away() throws {
        var lobby = Lobby()
        let id = try lobby.challenge(by: ada, nil, in: nil).id
        _ = try lobby.take(id, by: ben)
        let left = lobby.set(ada, isAway: true, at: 1_000).games
        let early = lobby.forfeit(at: 1_999, grace: 1_000)
        let back = lobby.set(ada, isAway: false, at: 1_999).games
        let none = lobby.forfeit(at: 9_000, grace: 1_000)
        _ = lobby.set(ben, isAway: true, at: 9_000)
        let lost = lobby.forfeit(at: 10_000, grace: 1_000)
        #expect(left.map(\.away) == [[.x: 1_000]] && early.isEmpty)
        #expect(back.map(\.away) == [[:]] && none.isEmpty)
        #expect(lost.map(\.winner) == [ada])
        #expect(lobby.going.isEmpty)
    }
}
