package import RoostKit

/// A wire request that a module answers.
package struct ModuleRequest: Sendable {
    /// The request's name on the wire, such as `history:page`.
    package let event: String
    /// What the asker must be allowed in the payload's room; check it before `ack(to:)`.
    package let right: RoomRight
    /// The module's part: the payload's JSON in, the reply's JSON object out.
    package let handler: @concurrent @Sendable (_ payload: [UInt8]) async throws -> [UInt8]

    /// The JSON of the acknowledgement: the module's reply with `"ok": true` in front.
    /// - Throws: `RequestError` for the client; anything else is the module's fault and only for the log.
    @concurrent
    package func ack(to payload: [UInt8]) async throws -> [UInt8] {
        let reply = try await handler(payload)
        guard
            let open = reply.firstIndex(where: { !Self.isSpace($0) }), reply[open] == UInt8(ascii: "{"),
            let last = reply.last(where: { !Self.isSpace($0) }), last == UInt8(ascii: "}"),
            let next = reply[(open + 1)...].first(where: { !Self.isSpace($0) })
        else { throw ReplyError(event: event) }
        let separator = next == UInt8(ascii: "}") ? "" : ","
        return Array(#"{"ok":true\#(separator)"#.utf8) + reply[(open + 1)...]
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (UInt8(ascii: "\t")...UInt8(ascii: "\r")).contains(byte)
    }
}

/// A module replied with something else than a JSON object.
struct ReplyError: Error, Hashable, CustomStringConvertible {
    let event: String

    var description: String { "the reply to '\(event)' is not a JSON object" }
}
