internal import FoundationEssentials

extension ModuleContext {
    /// Answers the wire request `event`, with types that stand for its JSON.
    ///
    /// As the form with bytes. A payload that does not fit `Payload` is refused as `bad_request`, with the name of
    /// the field that is wrong. `Reply` must encode as an object.
    public func answer<Payload: Decodable & Sendable, Reply: Encodable & Sendable>(
        _ event: String,
        needing access: Access,
        within limit: Duration? = nil,
        atMost rate: RateLimit? = nil,
        with handler: @escaping @concurrent @Sendable (WireRequest<Payload>) async throws -> Reply
    ) {
        answer(event, needing: access, within: limit, atMost: rate) {
            (request: WireRequest<[UInt8]>) -> [UInt8] in
            let payload: Payload
            do {
                payload = try JSONDecoder().decode(Payload.self, from: Data(request.payload))
            } catch let error as DecodingError {
                throw RequestError(error)
            }
            let reply = try await handler(WireRequest(payload, from: request.asker))
            return [UInt8](try JSONEncoder().encode(reply))
        }
    }

    /// Sends the event `event` with the JSON of `payload`, an object, to `recipients`.
    ///
    /// As the form with bytes.
    public func emit(_ event: String, _ payload: some Encodable, to recipients: Recipients) throws {
        try emit(event, payload: [UInt8](try JSONEncoder().encode(payload)), to: recipients)
    }
}
