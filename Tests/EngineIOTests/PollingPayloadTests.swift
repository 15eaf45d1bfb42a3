import NIOCore
import Testing

@testable import EngineIO

@Suite("Engine.IO: bodies of long-polling requests")
struct PollingPayloadTests {
    @Test("a body has a thousand packets at most, however short they are")
    func limit() throws {
        func body(_ count: Int) -> ByteBuffer {
            ByteBuffer(string: repeatElement("4", count: count).joined(separator: "\u{1E}"))
        }
        #expect(try PollingPayload.packets(of: body(1_000)).count == 1_000)
        #expect(throws: PollingPayload.Malformed.self) { try PollingPayload.packets(of: body(1_001)) }
    }
}
