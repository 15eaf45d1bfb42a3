internal import RoostKit

/// A game of two, with a lobby, spectators and results.
final class TicTacToeModule: RoostModule {
    static var manifest: ModuleManifest {
        ModuleManifest(
            name: "tictactoe",
            version: "0.1.0",
            migrations: [
                Migration(
                    "0001-result",
                    sql: """
                        CREATE TABLE tictactoe_result (
                            id INTEGER PRIMARY KEY,
                            x TEXT NOT NULL,
                            o TEXT NOT NULL,
                            winner TEXT,
                            at INTEGER NOT NULL
                        ) STRICT;
                        CREATE INDEX tictactoe_result_winner ON tictactoe_result (winner);
                        """
                ),
                // Nobody read the results, and names of deleted users stayed in them.
                Migration("0002-no-results", sql: "DROP TABLE tictactoe_result;"),
            ],
            rights: [.server(.play, "Play games.", roles: ["member", "moderator"])],
            settings: [
                Setting(
                    "grace",
                    .duration(.seconds(60), in: .seconds(1) ... .seconds(3_600)),
                    "How long a player may be away before the game is lost."
                )
            ],
            script: PageScript("chat.js", needing: .play)
        )
    }

    private let context: any ModuleContext
    private let hall: Hall

    init(context: any ModuleContext) throws {
        self.context = context
        let namespace = context.namespace("/tictactoe", needing: .signedIn)
        hall = Hall(context: context, namespace: namespace, grace: try context.settings.duration("grace"))
        letIn(to: namespace)
        handleEvents(of: namespace)
        serve("", "text/html", PackageResources.index_html)
        serve("game.js", "text/javascript", PackageResources.game_js)
        serve("table.js", "text/javascript", PackageResources.table_js)
        serve("chat.js", "text/javascript", PackageResources.chat_js)
        serve("game.css", "text/css", PackageResources.game_css)
    }

    private func serve(_ path: String, _ type: String, _ bytes: [UInt8]) {
        context.serve("GET", path, needing: nil) { _ in
            HTTPReply(type: "\(type); charset=utf-8", body: bytes)
        }
    }

    @concurrent
    func start() async throws {
        context.every(.milliseconds(500)) { [hall] in await hall.keepTime() }
    }

    private func letIn(to namespace: any ModuleNamespace) {
        namespace.use { [hall] _ in try await hall.checkRoom() }
        namespace.onConnect { [hall] asker in await hall.enter(asker) }
        namespace.onDisconnect { [hall] asker, _ in await hall.leave(asker) }
    }

    private func handleEvents(of namespace: any ModuleNamespace) {
        namespace.on("watch") { [hall] (request: WireRequest<GameOrder>) in
            try await hall.game(request.payload.game)
        }
        // Everybody here hears of each.
        let rate = RateLimit(10, per: .seconds(60))
        namespace.on("challenge", needing: .server(.play), atMost: rate) {
            [hall] (request: WireRequest<ChallengeOrder>) in
            try await hall.challenge(request.payload, by: request.asker)
        }
        namespace.on("take", needing: .server(.play), atMost: rate) { [hall] (request: WireRequest<Taking>) in
            try await hall.take(request.payload.challenge, by: request.asker)
        }
        namespace.on("drop", needing: .server(.play)) { [hall] (request: WireRequest<Taking>) in
            try await hall.drop(request.payload.challenge, by: request.asker)
        }
        namespace.on("move", needing: .server(.play)) { [hall] (request: WireRequest<Move>) in
            try await hall.move(request.payload.game, to: request.payload.cell, by: request.asker)
        }
        namespace.on("resign", needing: .server(.play)) { [hall] (request: WireRequest<GameOrder>) in
            try await hall.resign(request.payload.game, by: request.asker)
        }
    }
}

extension Right {
    /// To play.
    fileprivate static let play: Right = "tictactoe.play"
}

private struct GameOrder: Decodable, Sendable {
    let game: String
}

private struct Taking: Decodable, Sendable {
    let challenge: String
}

private struct Move: Decodable, Sendable {
    let game: String
    let cell: Int
}

/// What the module was compiled against.
@c(roost_abi_TicTacToe)
public func ticTacToeABI() -> UInt64 { RoostABI.compiled }

/// The module's factory, for the host to take over.
@c(roost_make_TicTacToe)
public func makeTicTacToe() -> UnsafeMutableRawPointer { exportModule(TicTacToeModule.self) }
