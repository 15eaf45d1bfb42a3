import NIOCore

@testable import EngineIO

/// The packets of a body are the same after they were written as frames and read again.
func checkPayload(_ input: [UInt8]) throws {
    // Most noise is no payload.
    guard let packets = try? PollingPayload.packets(of: ByteBuffer(bytes: input)) else { return }
    try Discrepancy.unless(
        1...PollingPayload.packetLimit ~= packets.count,
        "a payload has packets, but not too many"
    )
    let frames = try packets.map { packet in
        switch packet {
        case .binary(let bytes): return Frame(binary: bytes)
        case .text(var text):
            guard let type = text.readInteger().flatMap(PacketType.init) else {
                throw Discrepancy(sentence: "a text packet has a type")
            }
            return Frame(packet: type, payload: text)
        }
    }
    let again = try PollingPayload.packets(of: PollingPayload.body(of: frames))
    try Discrepancy.unless(again == packets, "a payload survives writing")
}
