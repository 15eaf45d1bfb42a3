import ArgumentParser
import Foundation
import RoostAuth
import RoostKit
import RoostServer
import SocketIO
import SocketIOClient

/// The command `roost chat`.
struct Chat: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Talk in a room from the terminal.",
        discussion: """
            What you type is posted. Lines with '/' in front are for the client: /join ROOM, /who, /history, \
            /msg NAME TEXT (where the module PrivateMessages is on), /quit; Ctrl-D leaves, too.

            Example: roost chat --user ada lobby
            """
    )

    @OptionGroup var options: VisitOptions
    @Argument(help: "The room.") var room = "lobby"

    /// What is typed, read by a thread of its own, since reading waits.
    private static var lines: AsyncStream<String> {
        AsyncStream { lines in
            Thread {
                while let line = readLine() { lines.yield(line) }
                lines.finish()
            }.start()
        }
    }

    func run() async throws {
        try await Visit.during(options) { visit in
            let conversation = Conversation(visit: visit, room: room)
            try await conversation.begin()
            let listening = Task { await conversation.listen() }
            defer { listening.cancel() }
            for await line in Self.lines {
                guard try await conversation.handle(line) else { return }
            }
        }
    }
}

/// What one person does in rooms, a line at a time.
private actor Conversation {
    private let visit: Visit
    private var room: String

    init(visit: Visit, room: String) {
        self.visit = visit
        self.room = room
    }

    /// Joins the room, and shows what was said last.
    func begin() async throws {
        _ = try await visit.ask("room:join", ["room": .string(room)])
        show("-- you are in \(room); /quit leaves")
        await attempt { try await self.history() }
    }

    /// Shows what others say, until the connection ends.
    func listen() async {
        for await happening in visit.client.happenings {
            switch happening {
            case .event(let name, let arguments, _): show(name, arguments.first ?? .null)
            case .disconnected: show("-- the connection ended")
            case .connected: continue
            }
        }
    }

    /// Does what `line` says; false where that is to leave.
    func handle(_ line: String) async throws -> Bool {
        let words = line.split(separator: " ", maxSplits: 2).map(String.init)
        switch words.first {
        case nil: return true
        case "/quit": return false
        case "/who": await attempt { try await self.who() }
        case "/history": await attempt { try await self.history() }
        case "/join" where words.count == 2: await attempt { try await self.join(words[1]) }
        case "/msg" where words.count == 3: await attempt { try await self.whisper(words[2], to: words[1]) }
        case let word? where word.hasPrefix("/"): show("-- /join ROOM, /who, /history, /msg NAME TEXT, /quit")
        default: await attempt { try await self.post(line) }
        }
        return true
    }

    private func attempt(_ work: () async throws -> Void) async {
        do {
            try await work()
        } catch {
            show("-- \((error as? CommandError)?.message ?? "\(error)")")
        }
    }

    private func join(_ other: String) async throws {
        guard other != room else { return show("-- you are in \(room)") }
        _ = try await visit.ask("room:join", ["room": .string(other)])
        _ = try await visit.ask("room:leave", ["room": .string(room)])
        room = other
        show("-- you are in \(room)")
    }

    private func who() async throws {
        let answer = try await visit.ask("room:members", ["room": .string(room)])
        show("-- " + (answer["members"]?.array ?? []).compactMap(\.string).joined(separator: ", "))
    }

    private func history() async throws {
        let answer = try await visit.ask("history:page", ["room": .string(room), "limit": 20])
        for message in answer["messages"]?.array ?? [] { show(message) }
    }

    private func post(_ text: String) async throws {
        _ = try await visit.ask(
            "message:post",
            ["room": .string(room), "text": .string(text), "id": .string(UUID().uuidString.lowercased())]
        )
    }

    private func whisper(_ text: String, to name: String) async throws {
        _ = try await visit.ask(
            "private:post",
            ["to": .string(name), "text": .string(text), "id": .string(UUID().uuidString.lowercased())]
        )
    }

    private func show(_ event: String, _ payload: JSON) {
        switch event {
        case "message:posted": show(payload)
        case "room:joined", "room:left":
            let names = (payload["users"]?.array ?? []).compactMap(\.string).joined(separator: ", ")
            show("-- \(names) \(event == "room:joined" ? "came" : "left")")
        case "notice", "session:ended":
            show("-- \(payload["text"]?.string ?? payload["message"]?.string ?? event)")
        default: return
        }
    }

    private func show(_ message: JSON) {
        let place = RoomID(rawValue: message["room"]?.string ?? room)
        let mark = place.isForParticipants ? "[private] " : place.rawValue == room ? "" : "[\(place)] "
        show("\(mark)\(author(of: message)): \(message["text"]?.string ?? "")")
    }

    private func author(of message: JSON) -> String {
        let name = message["author"]?.string ?? "?"
        return name.hasPrefix("deleted:") ? "deleted user" : name
    }

    private func show(_ line: String) { print(Table.printable(line)) }
}
