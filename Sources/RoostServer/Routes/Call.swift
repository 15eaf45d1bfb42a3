import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOFoundationCompat
import RoostAuth
import RoostKit

/// One request to the API.
struct Call: Sendable {
    /// The largest body, in bytes: a name, the longest password with every character escaped, and a token.
    private static let bodyByteLimit = 16 * 1024
    private static let forwardedFor = HTTPField.Name("X-Forwarded-For")

    let request: Request
    let context: RoostRequestContext
    let proxies: TrustedProxies
    /// The whole body.
    let received: ByteBuffer

    /// The call that `request` makes, once all of its body is there: what is checked of the caller is checked after that, so
    /// that nobody keeps rights by sending slowly.
    init(
        receiving request: Request,
        upTo byteLimit: Int = bodyByteLimit,
        context: RoostRequestContext,
        proxies: TrustedProxies
    ) async throws {
        do {
            received = try await request.body.collect(upTo: byteLimit)
        } catch is NIOTooManyBytesError {
            throw RequestError(
                code: "too_large",
                message: "The body has at most \(byteLimit) bytes."
            )
        }
        (self.request, self.context, self.proxies) = (request, context, proxies)
    }

    /// The token that it brings; empty where there is none.
    var token: String { String((request.headers[.authorization] ?? "").dropFirst("Bearer ".count)) }

    /// Where it comes from; a peer without an internet address is on this machine.
    var address: ClientAddress {
        let peer = context.peer?.ipAddress.flatMap(ClientAddress.init) ?? .loopback
        return proxies.client(of: peer, forwardedFor: Self.forwardedFor.flatMap { request.headers[$0] })
    }

    /// Whose program it is, as people know their devices by.
    var caller: Caller { Caller(address: address.text, program: request.headers[.userAgent]) }

    /// The part of the path named `name`, without percent signs.
    func part(_ name: String) throws -> String {
        let part = try context.parameters.require(name)
        // What is written in no such way, or is no text, names nothing.
        guard let text = part.removingPercentEncoding, !text.utf8.contains(0) else { return part }
        return text
    }

    /// The query's `name`, or `nil`.
    func query(_ name: String) throws -> String? {
        for field in (request.uri.query ?? "").split(separator: "&") {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.first ?? "" == name else { continue }
            // Forms write a space as a plus.
            let text = (parts.dropFirst().first ?? "").replacing("+", with: " ").removingPercentEncoding
            guard let text else { throw RequestError.badRequest("'\(name)' is not written as in a URL.") }
            return try Self.withoutZero(text)
        }
        return nil
    }

    /// The query's `name`, a number that is not negative, or `nil`.
    func number(_ name: String) throws -> Int64? {
        guard let text = try query(name) else { return nil }
        guard let number = Int64(text), number >= 0 else {
            throw RequestError.badRequest("'\(name)' is a number that is not negative.")
        }
        return number
    }

    /// The part of a list that is asked for, and whether there is more of it: `find` finds so many entries at most.
    func page<T>(_ find: (_ limit: Int) async throws -> [T]) async throws -> (
        entries: ArraySlice<T>, more: Bool
    ) {
        let limit = try number("limit") ?? 100
        guard 1...1_000 ~= limit else { throw RequestError.badRequest("'limit' is a number from 1 to 1000.") }
        let found = try await find(Int(limit) + 1)
        return (found.prefix(Int(limit)), found.count > limit)
    }

    /// The body, a JSON object; `fields` says for people what it must hold.
    func body<T: Decodable>(_ type: T.Type, holding fields: String) throws -> T {
        guard !Self.escapesZero(received.readableBytesView) else { throw Self.zero }
        do {
            return try JSONDecoder().decode(type, from: Data(received.readableBytesView))
        } catch {
            throw RequestError.badRequest("The body must be a JSON object with \(fields).")
        }
    }

    private static let zero = RequestError.badRequest("No text may contain the character U+0000.")

    /// SQLite's text ends at a zero byte.
    private static func withoutZero(_ text: String) throws -> String {
        guard !text.utf8.contains(0) else { throw zero }
        return text
    }

    /// Whether `json` writes a zero byte in one of its texts.
    private static func escapesZero(_ json: ByteBufferView) -> Bool {
        var rest = json[...]
        while let backslash = rest.firstIndex(of: UInt8(ascii: "\\")) {
            rest = rest[(backslash + 1)...]
            if rest.starts(with: "u0000".utf8) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}
