internal import FoundationEssentials

extension ModuleRooms {
    /// Posts `text` in `room` once, as `author` or the server itself.
    ///
    /// As the form with an id.
    @discardableResult
    public func post(
        _ text: String,
        in room: RoomID,
        as author: UserID = .system,
        replyTo: Int64? = nil
    ) async throws -> Message {
        let id = String(UInt64.random(in: 0 ... .max), radix: 36)
        return try await post(text, in: room, as: author, id: id, replyTo: replyTo)
    }

    /// Notes a fact of the module's own, whose `payload` encodes as an object.
    ///
    /// As the form with bytes.
    @discardableResult
    public func note(
        _ event: String,
        _ payload: some Encodable & Sendable,
        in room: RoomID,
        by user: UserID? = nil
    ) async throws -> RoomFact {
        try await note(event, payload: [UInt8](try JSONEncoder().encode(payload)), in: room, by: user)
    }
}
