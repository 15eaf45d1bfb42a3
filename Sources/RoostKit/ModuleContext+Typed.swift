internal import FoundationEssentials

extension ModuleContext {
    /// Answers the wire request `event` about a room, with types that stand for its JSON.
    ///
    /// As the form with bytes. A payload that does not fit `Request` is refused as `bad_request`, with the name of
    /// the field that is wrong. `Reply` must encode as an object.
    public func answer<Request: Decodable & Sendable, Reply: Encodable & Sendable>(
        _ event: String,
        needing right: RoomRight,
        within limit: Duration? = nil,
        with handler: @escaping @concurrent @Sendable (Request) async throws -> Reply
    ) {
        answer(event, needing: right, within: limit) { (payload: [UInt8]) async throws -> [UInt8] in
            let request: Request
            do {
                request = try JSONDecoder().decode(Request.self, from: Data(payload))
            } catch let error as DecodingError {
                throw RequestError(error)
            }
            return [UInt8](try JSONEncoder().encode(try await handler(request)))
        }
    }
}
