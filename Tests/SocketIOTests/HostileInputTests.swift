import EngineIO
import NIOCore
import SocketIO
import SocketIOClient
import Testing

@Suite("Socket.IO: hostile input", .timeLimit(.minutes(2)))
struct HostileInputTests {
    private func withEcho(
        _ configuration: SocketIOConfiguration = .patient,
        _ body: (_ io: SocketIOServer, _ address: String) async throws -> Void
    ) async throws {
        try await withServer(configuration) { io, address in
            io.namespace().on("echo") { _, event in event.ack?(event.arguments) }
            try await body(io, address)
        }
    }

    /// A link whose client is in the namespace.
    private func joined(_ address: String) async throws -> RawWebSocket {
        let link = try await RawWebSocket.open(address)
        _ = await link.next()
        try await link.send("40")
        #expect(await link.next()?.hasPrefix("40{") == true)
        return link
    }

    @Test(
        "a packet that breaks the protocol ends its connection and nothing else",
        arguments: [
            "4", "49", "4x", "42", "42{}", "42[]", "42[1]", "42[null]", #"42[{"toString":"rce"}]"#,
            #"42["echo""#, #"42abc["echo"]"#,
            #"42["connect"]"#,
            #"42["disconnect"]"#, #"42["newListener"]"#, "43[1]", "44{}", "40", #"41{"a":1}"#,
            #"42/other,["echo"]"#, "x", "1x2",
            "45", "45-[]", #"451["echo"]"#, #"4511-["echo"]"#, #"4599999999999999999999-["echo"]"#,
            "42" + String(repeating: "[", count: 100_000), #"42["\#(String(repeating: "n", count: 257))"]"#,
            #"42["echo",18446744073709551616e999]"#, "0{}", "2", "6",
            "40/" + String(repeating: "n", count: 256) + ",",
        ]
    )
    func malformed(packet: String) async throws {
        try await withEcho { _, address in
            let witness = try await Guest.connected(to: address)
            let link = try await joined(address)
            try await link.send(packet)
            #expect(await link.next() == nil)
            #expect(try await witness.client.call("echo", 1) == [1])
            await witness.client.disconnect()
        }
    }

    @Test(
        "attachments that do not fit their packet end the connection",
        arguments: [
            #"451-["echo",{"_placeholder":true,"num":1}]"#, #"451-["echo",{"_placeholder":true,"num":-1}]"#,
            #"451-["echo",{"_placeholder":true,"num":"0"}]"#,
            #"451-["echo",{"_placeholder":true,"num":"splice"}]"#, #"451-["echo",{"_placeholder":true}]"#,
            #"451-["echo"]"#,
            #"451-["echo",{"_placeholder":true,"num":0},{"_placeholder":true,"num":0}]"#,
        ]
    )
    func badPlaceholders(packet: String) async throws {
        try await withEcho { _, address in
            let link = try await joined(address)
            try await link.send(packet)
            try await link.send(bytes: ByteBuffer(bytes: [1]))
            #expect(await link.next() == nil)
        }
    }

    @Test("bytes that no packet announced, and text where bytes were announced, end the connection")
    func attachmentOrder() async throws {
        try await withEcho { _, address in
            var link = try await joined(address)
            try await link.send(bytes: ByteBuffer(bytes: [1]))
            #expect(await link.next() == nil)
            link = try await joined(address)
            try await link.send(#"451-["echo",{"_placeholder":true,"num":0}]"#, #"42["echo"]"#)
            #expect(await link.next() == nil)
        }
    }

    @Test("attachments are bounded in bytes and in time")
    func attachmentBounds() async throws {
        let packet = #"452-0["echo",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]"#
        try await withEcho(SocketIOConfiguration(attachmentByteLimit: 1_000)) { _, address in
            let link = try await joined(address)
            try await link.send(packet)
            try await link.send(bytes: ByteBuffer(repeating: 0, count: 600))
            try await link.send(bytes: ByteBuffer(repeating: 0, count: 600))
            #expect(await link.next() == nil)
        }
        try await withEcho(SocketIOConfiguration(attachmentTimeout: .milliseconds(50))) { _, address in
            let link = try await joined(address)
            try await link.send(packet)
            #expect(await link.next() == nil)
        }
    }

    @Test("who came in, and whose attachments came, in time, has time again")
    func inTime() async throws {
        let limits = SocketIOConfiguration(connectTimeout: .seconds(1), attachmentTimeout: .seconds(1))
        try await withEcho(limits) { _, address in
            let socket = try await RawSocket.upgraded(address)
            socket.send(frame: 0x81, "40")
            socket.send(frame: 0x81, #"451-0["echo",{"_placeholder":true,"num":0}]"#)
            socket.send(frame: 0x82, "one")
            #expect(await socket.heard(until: "one").contains("461-0["))
            // Whoever comes later and does nothing is cut: so much time has gone by.
            let link = try await RawWebSocket.open(address)
            while await link.next() != nil {}
            socket.send(frame: 0x81, #"421["echo","two"]"#)
            #expect(await socket.heard(until: "two").contains(#"431["two"]"#))
            try await socket.close()
        }
    }

    @Test("nothing is kept for somebody who is in no namespace")
    func beforeConnect() async throws {
        try await withEcho { _, address in
            for packet in [#"42["echo"]"#, #"451-["echo",{"_placeholder":true,"num":0}]"#, #"430[1]"#] {
                let link = try await RawWebSocket.open(address)
                _ = await link.next()
                try await link.send(packet)
                if packet.hasPrefix("43") { await link.close() }
                #expect(await link.next() == nil)
            }
        }
    }

    @Test("a client is in no more namespaces than it may be")
    func namespaceLimit() async throws {
        try await withEcho(SocketIOConfiguration(namespaceLimit: 3)) { io, address in
            io.namespaces(where: { _ in true }, setUp: { _ in })
            let link = try await joined(address)
            for number in 1...2 {
                try await link.send("40/\(number),")
                #expect(await link.next()?.hasPrefix("40/\(number),{") == true)
            }
            try await link.send("40/3,")
            #expect(await link.next() == nil)
        }
    }

    @Test("attempts to come in that were given up count until they have ended")
    func attemptLimit() async throws {
        try await withEcho(SocketIOConfiguration(namespaceLimit: 3)) { io, address in
            let atTheGate = Mailbox<CheckedContinuation<Void, Never>>()
            io.namespace().use { _, _ in await withCheckedContinuation { atTheGate.put($0) } }
            let link = try await RawWebSocket.open(address)
            _ = await link.next()
            var waiting: [CheckedContinuation<Void, Never>] = []
            for _ in 0..<3 {
                try await link.send("40", "41")
                waiting.append(try #require(await atTheGate.next()))
            }
            try await link.send("40")
            #expect(await link.next() == nil)
            for attempt in waiting { attempt.resume() }
        }
    }

    @Test("no more answers are awaited of a client than may be")
    func pendingAckLimit() async throws {
        try await withEcho(SocketIOConfiguration(pendingAckLimit: 2)) { io, address in
            let refused = Mailbox<AckError?>()
            io.namespace().on("ask") { socket, _ in
                do throws(AckError) {
                    _ = try await socket.emitWithAck("question", timeout: .hours(1))
                } catch {
                    refused.put(error)
                }
            }
            let link = try await joined(address)
            for _ in 0..<3 { try await link.send(#"42["ask"]"#) }
            #expect(await refused.next() == .tooManyPending)
            await link.close()
            for _ in 0..<2 { #expect(await refused.next() == .disconnected) }
        }
    }

    @Test("an answer that nobody asked for, or comes twice, changes nothing")
    func strayAcks() async throws {
        try await withEcho { io, address in
            io.namespace().on("ask") { socket, event in
                event.ack?(try await socket.emitWithAck("question", timeout: .hours(1)))
            }
            let link = try await joined(address)
            try await link.send("430[1]", "4318446744073709551615[1]", #"427["ask"]"#)
            #expect(await link.next() == #"420["question"]"#)
            try await link.send("430[2]", "430[3]", #"428["echo",4]"#)
            #expect([await link.next(), await link.next()].contains("437[2]"))
            await link.close()
        }
    }

    @Test("a reader that stops reading is cut off, and slows nobody else", arguments: [false, true])
    func slowReader(isInRoom: Bool) async throws {
        let engine = EngineConfiguration(outboundByteLimit: 100_000)
        try await withServer(engine: engine) { io, address in
            let gone = Mailbox<DisconnectReason>()
            io.namespace().onDisconnect { _, reason in gone.put(reason) }
            io.namespace().on("echo") { _, event in event.ack?(event.arguments) }
            io.namespace().on("flooded") { socket, _ in socket.leave("flooded") }
            io.namespace().onConnect { socket in try socket.join("flooded") }
            let slow = try await SlowReader.join(address)
            let witness = try await Guest.connected(to: address)
            try await witness.client.emit("flooded")
            #expect(try await witness.client.call("echo", 0) == [0])
            let ballast = JSON.string(String(repeating: "x", count: 60_000))
            let id = try #require(await witness.client.id)
            let flood = Task {
                while !Task.isCancelled {
                    let audience = io.namespace().to("flooded")
                    (isInRoom ? audience : io.namespace().except(id)).emit("flood", ballast)
                    await Task.yield()
                }
            }
            #expect(await gone.next() == .connection(.slowClient))
            flood.cancel()
            #expect(try await witness.client.call("echo", 1) == [1])
            await witness.client.disconnect()
            try await slow.close()
        }
    }

    @Test("a volatile event is dropped for a client that is behind", arguments: [false, true])
    func volatile(isInRoom: Bool) async throws {
        let engine = EngineConfiguration(outboundByteLimit: 1_000_000)
        try await withServer(engine: engine) { io, address in
            let gone = Mailbox<DisconnectReason>()
            io.namespace().onDisconnect { _, reason in gone.put(reason) }
            io.namespace().onConnect { socket in try socket.join("flooded") }
            let slow = try await SlowReader.join(address)
            let ballast = JSON.string(String(repeating: "x", count: 20_000))
            let audience = isInRoom ? io.namespace().to("flooded") : io.namespace().everyone
            // Many times what may wait, had it to wait.
            for _ in 0..<1_000 { audience.volatile.emit("flood", ballast) }
            #expect(io.namespace().socketCount == 1)
            try await slow.close()
            #expect(await gone.next() == .connection(.transportClose))
        }
    }
}
