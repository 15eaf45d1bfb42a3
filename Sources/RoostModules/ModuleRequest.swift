package import RoostKit

/// A wire request that a module answers.
package struct ModuleRequest: Sendable {
    /// The request's name on the wire, such as `history:page`.
    package let event: String
    /// What the asker must be allowed; check it before `ack(to:)`.
    package let access: Access
    let slot: ModuleSlot

    /// The JSON of the acknowledgement: the module's reply with `"ok": true` in front.
    /// - Throws: `RequestError` and `ModuleUnavailable` for the client; anything else is the module's fault.
    @concurrent
    package func ack(to question: WireRequest<[UInt8]>) async throws -> [UInt8] {
        let event = event
        try slot.count(event, of: question.asker, slot.declarations?.request(event)?.rate)
        return try await slot.call(
            .request(event),
            within: { $0.request(event)?.limit ?? Limits.requestTime }
        ) { instance in
            // A version that came since may not answer this any more.
            guard let request = instance.request(event) else { throw ModuleUnavailable.off }
            return try Self.ack(with: try await request.answer(question), to: event)
        }
    }

    static func ack(with reply: [UInt8], to event: String) throws(ReplyError) -> [UInt8] {
        guard
            let open = reply.firstIndex(where: { !isSpace($0) }), reply[open] == UInt8(ascii: "{"),
            let last = reply.last(where: { !isSpace($0) }), last == UInt8(ascii: "}"),
            let next = reply[(open + 1)...].first(where: { !isSpace($0) })
        else { throw ReplyError(event: event) }
        let separator = next == UInt8(ascii: "}") ? "" : ","
        return Array(#"{"ok":true\#(separator)"#.utf8) + reply[(open + 1)...]
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (UInt8(ascii: "\t")...UInt8(ascii: "\r")).contains(byte)
    }
}

extension ModuleInstance {
    fileprivate func request(_ event: String) -> DeclaredRequest? { declarations.request(event) }
}

extension Declarations {
    fileprivate func request(_ event: String) -> DeclaredRequest? { requests.first { $0.event == event } }
}

/// A module replied with something else than a JSON object.
struct ReplyError: Error, Hashable, CustomStringConvertible {
    let event: String

    var description: String { "the reply to '\(event)' is not a JSON object" }
}
