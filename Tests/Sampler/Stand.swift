internal import RoostKit

/// What the sampler does in namespaces: its own, one that anybody enters, and an event of `/`.
struct Stand {
    private let own: any ModuleNamespace

    /// Declares all of it to `context`.
    init(context: any ModuleContext) {
        own = context.namespace("/sampler", needing: .everybody)
        letIn()
        handleRooms(context)
        handleTrouble()
        let open = context.namespace("/sampler/open", needing: nil)
        open.on("who") { (request: WireRequest<Empty>) async throws -> Present in
            let asker = request.asker
            return Present(
                user: asker.user.rawValue,
                role: asker.role,
                reads: asker.may(.read, in: RoomID(rawValue: "lobby"))
            )
        }
        open.on("rare", atMost: RateLimit(1, per: .seconds(3_600))) { (_: WireRequest<Empty>) async throws in
        }
        open.on("tune", needing: .server("sampler.tune")) { (_: WireRequest<Empty>) async throws in }
        _ = context.namespace("/sampler/tuned", needing: .server("sampler.tune"))
        let root = context.namespace("/", needing: .everybody)
        root.on("shout") { (request: WireRequest<String>) async throws in
            try root.emit("shouted", request.payload, to: .everyone.except(request.asker.connection))
        }
        root.on("slip") { (request: WireRequest<String>) async throws in
            root.join(request.payload, request.asker.connection)
        }
        root.on("proclaim") { (request: WireRequest<String>) async throws in
            try root.emit("proclaimed", request.payload, to: .room(request.payload))
        }
    }

    private func letIn() {
        let own = own
        own.use { request in
            guard !String(decoding: request.payload, as: UTF8.self).contains("wrong") else {
                throw RequestError(code: "wrong_word", message: "That is not the word.")
            }
            guard !String(decoding: request.payload, as: UTF8.self).contains("token") else {
                throw RequestError(code: "sees_the_token", message: "A module must not see the token.")
            }
        }
        own.onConnect { asker in
            try own.emit("welcome", Ring(by: asker.user.rawValue), to: .connection(asker.connection))
            try own.emit("came", Ring(by: asker.user.rawValue), to: .everyone.except(asker.connection))
        }
        own.onDisconnect { asker, reason in
            try own.emit("gone", [asker.user.rawValue, reason], to: .everyone)
        }
    }

    private func handleRooms(_ context: any ModuleContext) {
        let own = own
        own.on("join") { (request: WireRequest<Talk>) async throws in
            own.join(request.payload.room, request.asker.connection)
        }
        own.on("leave") { (request: WireRequest<Talk>) async throws in
            own.leave(request.payload.room, request.asker.connection)
        }
        own.on("say") { (request: WireRequest<Talk>) async throws in
            try own.emit(
                "said",
                request.payload.text,
                to: .room(request.payload.room).except(request.asker.connection)
            )
        }
        own.on("rooms") { (request: WireRequest<Empty>) async throws -> Done in
            Done(texts: await own.rooms(of: request.asker.connection).sorted())
        }
        own.on("there") { (request: WireRequest<Talk>) async throws -> Done in
            Done(
                texts: await own.connections(in: request.payload.room.isEmpty ? nil : request.payload.room)
                    .sorted()
            )
        }
        own.on("ring", needing: .room("sampler.ring")) { (_: WireRequest<Talk>) async throws in }
        own.on("put-out") { (request: WireRequest<Talk>) async throws in own.disconnect(request.payload.text)
        }
        own.on("several", needing: .everybody, within: nil) { request in
            Array("[1,".utf8) + request.payload + Array("]".utf8)
        }
    }

    private func handleTrouble() {
        let door = Door()
        own.on("wait") { (_: WireRequest<Empty>) async throws in await door.pass() }
        own.on("go") { (_: WireRequest<Empty>) async throws in await door.open() }
        own.on("fail") { (_: WireRequest<Empty>) async throws in throw Trouble() }
        own.on("late", needing: .everybody, within: .milliseconds(50)) { (_: WireRequest<[UInt8]>) in
            try await Task.sleep(for: .seconds(3_600))
            return Array("[]".utf8)
        }
        own.on("spin", needing: .everybody, within: .milliseconds(50)) {
            (_: WireRequest<[UInt8]>) async throws -> [UInt8] in
            while true {}
        }
    }
}

/// Holds up whoever comes, until it is opened.
private actor Door {
    private var held: [CheckedContinuation<Void, Never>] = []
    private var isOpen = false

    func pass() async {
        if !isOpen { await withCheckedContinuation { held.append($0) } }
    }

    func open() {
        isOpen = true
        for continuation in held { continuation.resume() }
        held = []
    }
}

private struct Trouble: Error {}

private struct Empty: Decodable, Sendable {}

private struct Present: Encodable, Sendable {
    let user: String
    let role: String
    let reads: Bool
}

private struct Talk: Decodable, Sendable {
    let room: String
    let text: String

    private enum CodingKeys: CodingKey {
        case room, text
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        room = try fields.decodeIfPresent(String.self, forKey: .room) ?? ""
        text = try fields.decodeIfPresent(String.self, forKey: .text) ?? ""
    }
}
