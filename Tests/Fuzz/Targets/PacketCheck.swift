import NIOCore

@testable import EngineIO
@testable import SocketIO

/// A packet that was read, with its attachments, is the same after it was written and read again.
func checkPacket(_ input: [UInt8]) throws {
    let text = ByteBuffer(bytes: input)
    // A packet is given valid UTF-8 alone, and most noise is none.
    guard text.isValidUTF8, var packet = try? Packet(parsing: text) else { return }
    try Discrepancy.unless(packet.missing <= Packet.attachmentLimit, "attachments are few")
    let attachments = (0..<packet.missing).map { ByteBuffer(bytes: [UInt8($0)]) }
    if packet.missing > 0 {
        // Placeholders that do not fit are refused.
        guard let whole = try? packet.assembled(attachments) else { return }
        packet = whole
    }
    let parts = packet.parts
    try Discrepancy.unless(parts.text.isValidUTF8, "a packet is written as UTF-8")
    try Discrepancy.unless(parts.attachments.count == attachments.count, "every attachment is written once")
    let again = try Packet(parsing: parts.text)
    try Discrepancy.unless(again.missing == attachments.count, "a packet says how many attachments follow")
    let whole = attachments.isEmpty ? again : try again.assembled(parts.attachments)
    try Discrepancy.unless(whole == packet, "a packet survives writing")
}
