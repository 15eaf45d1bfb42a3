import NIOCore

@testable import EngineIO
@testable import SocketIO

/// A value that was read is the same after it was written and read again.
func checkJSON(_ input: [UInt8]) throws {
    let text = ByteBuffer(bytes: input)
    // The parser is given valid UTF-8 alone, and most noise is not JSON.
    guard text.isValidUTF8, let value = try? JSON(parsing: text) else { return }
    var written = ByteBuffer()
    written.writeJSON(value)
    try Discrepancy.unless(written.isValidUTF8, "JSON is written as UTF-8")
    let again = try JSON(parsing: written)
    try Discrepancy.unless(again == value, "a value survives writing")
    var writtenAgain = ByteBuffer()
    writtenAgain.writeJSON(again)
    // Two strings may be equal and still differ in their bytes.
    try Discrepancy.unless(writtenAgain == written, "a value has one spelling")
    try Discrepancy.unless(
        !written.readableBytesView.contains(0x1E),
        "no text ends a packet of a polling payload"
    )
}
