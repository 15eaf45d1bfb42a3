internal import FoundationEssentials

extension ModuleNamespace {
    /// Handles the event `event` with types that stand for the JSON of its first argument and of the acknowledgement.
    ///
    /// As the form with bytes. A payload that does not fit `Payload` is refused as `bad_request`. `Reply` must encode as an
    /// object, to which `"ok": true` is added.
    public func on<Payload: Decodable & Sendable, Reply: Encodable & Sendable>(
        _ event: String,
        needing access: Access = .everybody,
        within limit: Duration? = nil,
        atMost rate: RateLimit? = nil,
        with handler: @escaping @concurrent @Sendable (WireRequest<Payload>) async throws -> Reply
    ) {
        on(event, needing: access, within: limit, atMost: rate) {
            (request: WireRequest<[UInt8]>) -> [UInt8] in
            let payload = try FirstArgument<Payload>.read(request.payload)
            let reply = try await handler(WireRequest(payload, from: request.asker))
            return try acknowledgement(of: [UInt8](try JSONEncoder().encode(reply)))
        }
    }

    /// Handles the event `event`, whose acknowledgement says no more than that it was done.
    ///
    /// As the form with a reply.
    public func on<Payload: Decodable & Sendable>(
        _ event: String,
        needing access: Access = .everybody,
        within limit: Duration? = nil,
        atMost rate: RateLimit? = nil,
        with handler: @escaping @concurrent @Sendable (WireRequest<Payload>) async throws -> Void
    ) {
        on(event, needing: access, within: limit, atMost: rate) {
            (request: WireRequest<[UInt8]>) -> [UInt8] in
            let payload = try FirstArgument<Payload>.read(request.payload)
            try await handler(WireRequest(payload, from: request.asker))
            return try acknowledgement(of: Array("{}".utf8))
        }
    }

    /// Handles the event `event` with JSON arrays of arguments in and out, as often as it comes.
    ///
    /// As the form with limits.
    public func on(
        _ event: String,
        needing access: Access,
        within limit: Duration? = nil,
        with handler: @escaping @concurrent @Sendable (WireRequest<[UInt8]>) async throws -> [UInt8]
    ) {
        on(event, needing: access, within: limit, atMost: nil, with: handler)
    }

    /// Sends the event `event` with the JSON of `payload` as its one argument.
    ///
    /// As the form with bytes.
    public func emit(_ event: String, _ payload: some Encodable, to audience: NamespaceAudience) throws {
        try emit(event, arguments: [UInt8](try JSONEncoder().encode([payload])), to: audience)
    }

    /// Has `handler` decide who comes in, within the usual time.
    ///
    /// As the form with a limit.
    public func use(_ handler: @escaping @concurrent @Sendable (WireRequest<[UInt8]>) async throws -> Void) {
        use(within: nil, handler)
    }

    /// Tells `handler` of everybody who is in, within the usual time each.
    ///
    /// As the form with a limit.
    public func onConnect(_ handler: @escaping @concurrent @Sendable (Asker) async throws -> Void) {
        onConnect(within: nil, handler)
    }

    /// Tells `handler` of everybody who is gone, within the usual time each.
    ///
    /// As the form with a limit.
    public func onDisconnect(_ handler: @escaping @concurrent @Sendable (Asker, String) async throws -> Void)
    {
        onDisconnect(within: nil, handler)
    }

    /// The arguments of an acknowledgement that says `"ok": true` beside what `reply`, the JSON of an object, says.
    private func acknowledgement(of reply: [UInt8]) throws -> [UInt8] {
        guard reply.first == UInt8(ascii: "{"), reply.count >= 2 else {
            throw EncodingError.invalidValue(
                reply,
                EncodingError.Context(codingPath: [], debugDescription: "the reply is not an object")
            )
        }
        let separator = reply.count == 2 ? "" : ","
        return Array(#"[{"ok":true\#(separator)"#.utf8) + reply.dropFirst() + Array("]".utf8)
    }
}

/// The first of an event's arguments.
private struct FirstArgument<Payload: Decodable>: Decodable {
    let value: Payload

    init(from decoder: any Decoder) throws {
        var arguments = try decoder.unkeyedContainer()
        value = try arguments.decode(Payload.self)
    }

    static func read(_ arguments: [UInt8]) throws -> Payload {
        do {
            return try JSONDecoder().decode(Self.self, from: Data(arguments)).value
        } catch let error as DecodingError {
            // The place among the arguments is not a field's name.
            throw RequestError(error, below: 1)
        }
    }
}
