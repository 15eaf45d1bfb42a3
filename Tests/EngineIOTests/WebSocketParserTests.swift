import NIOCore
import Testing

@testable import EngineIO

@Suite("WebSocket: what a client's bytes mean")
struct WebSocketParserTests {
    /// A frame as a client sends it, masked.
    private func frame(_ head: UInt8, _ payload: [UInt8], mask: [UInt8] = [0x11, 0x22, 0x33, 0x44])
        -> ByteBuffer
    {
        var bytes = ByteBuffer()
        bytes.writeInteger(head)
        if payload.count < 126 {
            bytes.writeInteger(UInt8(payload.count) | 0x80)
        } else {
            bytes.writeInteger(126 | 0x80 as UInt8)
            bytes.writeInteger(UInt16(payload.count))
        }
        bytes.writeBytes(mask)
        bytes.writeBytes(payload.enumerated().map { $1 ^ mask[$0 % 4] })
        return bytes
    }

    private func messages(_ frames: ByteBuffer..., limit: Int = 1000) throws -> [WebSocketParser.Message] {
        var parser = WebSocketParser(byteLimit: limit)
        var found: [WebSocketParser.Message] = []
        for frame in frames {
            parser.append(frame)
            while let message = try parser.next() { found.append(message) }
        }
        return found
    }

    @Test("a text is the same however its bytes are cut", arguments: [1, 2, 3, 7, 200])
    func cut(size: Int) throws {
        let text = String(repeating: "grüße ", count: 30)
        var bytes = frame(0x81, Array(text.utf8))
        var parser = WebSocketParser(byteLimit: 1000)
        var found: [WebSocketParser.Message] = []
        while let piece = bytes.readSlice(length: min(size, bytes.readableBytes)), piece.readableBytes > 0 {
            parser.append(piece)
            while let message = try parser.next() { found.append(message) }
        }
        #expect(found == [.text(ByteBuffer(string: text))])
    }

    @Test("what was read is not kept, even where no chunk ends with a frame")
    func release() throws {
        let whole = Array(frame(0x8A, Array(repeating: 1, count: 100)).readableBytesView)
        var parser = WebSocketParser(byteLimit: 1000)
        parser.append(ByteBuffer(bytes: whole.prefix(3)))
        for _ in 0..<1_000 {
            parser.append(ByteBuffer(bytes: whole.dropFirst(3) + whole.prefix(3)))
            while try parser.next() != nil {}
        }
        #expect(parser.unread.storageCapacity < 1_000)
    }

    @Test("a ping between two fragments is answered first, and the message stays whole")
    func interleaved() throws {
        let found = try messages(
            frame(0x01, Array("Hel".utf8)),
            frame(0x89, [7]),
            frame(0x80, Array("lo".utf8))
        )
        #expect(found == [.ping(ByteBuffer(bytes: [7])), .text(ByteBuffer(string: "Hello"))])
    }

    @Test(
        "text that is not UTF-8 is refused",
        arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82]]
    )
    func invalidText(bytes: [UInt8]) {
        #expect(throws: WebSocketParser.Violation.invalidUTF8) { try messages(frame(0x81, bytes)) }
    }

    @Test(
        "a breach of the framing is refused",
        arguments: [0xC1, 0x83, 0x8B, 0x09, 0x80] as [UInt8]
    )
    func breach(head: UInt8) {
        #expect(throws: WebSocketParser.Violation.protocolError) { try messages(frame(head, [1])) }
    }

    @Test("a message within another's fragments is refused, and so is the rest of none")
    func brokenFragments() {
        for second in [0x01, 0x81, 0x82] as [UInt8] {
            #expect(throws: WebSocketParser.Violation.protocolError) {
                try messages(frame(0x01, [1]), frame(second, [1]))
            }
        }
        #expect(throws: WebSocketParser.Violation.protocolError) { try messages(frame(0x00, [1])) }
    }

    @Test("a control frame is whole, and has 125 bytes at most")
    func controlFrames() throws {
        let payload = [UInt8](repeating: 1, count: 125)
        #expect(try messages(frame(0x89, payload)) == [.ping(ByteBuffer(bytes: payload))])
        #expect(throws: WebSocketParser.Violation.protocolError) { try messages(frame(0x89, payload + [1])) }
        #expect(throws: WebSocketParser.Violation.protocolError) { try messages(frame(0x09, [1])) }
    }

    @Test("an unmasked frame is refused")
    func unmasked() {
        #expect(throws: WebSocketParser.Violation.protocolError) {
            try messages(ByteBuffer(bytes: [0x81, 0x01, 0x61]))
        }
    }

    @Test("a message over the limit is refused by its declared length, before its bytes come")
    func tooLarge() {
        let head = ByteBuffer(bytes: [0x81, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])
        #expect(throws: WebSocketParser.Violation.tooLarge) { try messages(head) }
    }

    @Test("fragments count together towards the limit")
    func fragmentsTooLarge() {
        let half = [UInt8](repeating: 0x61, count: 60)
        #expect(throws: WebSocketParser.Violation.tooLarge) {
            try messages(frame(0x01, half), frame(0x80, half), limit: 100)
        }
    }

    @Test("more fragments than allowed are refused, however small")
    func fragmentFlood() throws {
        var parser = WebSocketParser(byteLimit: 1_000_000)
        parser.append(frame(0x01, []))
        #expect(try parser.next() == nil)
        #expect(throws: WebSocketParser.Violation.protocolError) {
            for _ in 0...WebSocketParser.fragmentLimit {
                parser.append(frame(0x00, []))
                _ = try parser.next()
            }
        }
    }

    @Test("a close code is handed on; one that must not be sent is refused")
    func close() throws {
        #expect(try messages(frame(0x88, [0x03, 0xE8])) == [.close(code: 1000)])
        #expect(try messages(frame(0x88, [])) == [.close(code: nil)])
        #expect(throws: WebSocketParser.Violation.protocolError) { try messages(frame(0x88, [0x03, 0xED])) }
        #expect(throws: WebSocketParser.Violation.protocolError) { try messages(frame(0x88, [0x03])) }
        #expect(throws: WebSocketParser.Violation.invalidUTF8) {
            try messages(frame(0x88, [0x03, 0xE8, 0xFF]))
        }
    }

    @Test("random bytes never trap")
    func noise() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let bytes = (0..<64).map { _ in UInt8.random(in: 0...255, using: &generator) }
            // Only a trap would fail here: most noise is a breach of the protocol.
            _ = try? messages(ByteBuffer(bytes: bytes))
        }
    }
}
