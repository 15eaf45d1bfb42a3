import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// What a route of the API answers.
struct Reply {
    let response: Response

    /// 200 with `body` as JSON.
    static func ok(_ body: some Encodable) throws -> Reply { try Reply(.ok, body) }

    /// 201 with `body` as JSON.
    static func created(_ body: some Encodable) throws -> Reply { try Reply(.created, body) }

    /// 204: it is done, and there is nothing to say.
    static var done: Reply { Reply(response: Response(status: .noContent)) }

    /// `body` as JSON, which nobody keeps.
    init(_ status: HTTPResponse.Status, _ body: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        response = Response(
            status: status,
            headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try encoder.encode(body)))
        )
    }

    private init(response: Response) {
        self.response = response
    }
}
