import Foundation

@testable import EngineIO
@testable import RoostAuth

/// Bytes survive both alphabets, and text is read as Foundation reads it.
func checkBase64(_ input: [UInt8]) throws {
    let text = Base64.encode(input)
    try Discrepancy.unless(
        text == Data(input).base64EncodedString(),
        "Base64 is written as Foundation writes it"
    )
    try Discrepancy.unless(Base64.decode(text.utf8) == input, "bytes survive Base64")
    if let bytes = Base64.decode(input) {
        try Discrepancy.unless(
            Data(base64Encoded: Data(input)) == Data(bytes),
            "Foundation reads the same bytes"
        )
    }
    try Discrepancy.unless(Base64URL.decode(Base64URL.encode(input)) == input, "bytes survive Base64URL")
    let spelling = String(decoding: input, as: UTF8.self)
    if let bytes = Base64URL.decode(spelling) {
        try Discrepancy.unless(Base64URL.encode(bytes) == spelling, "bytes have one spelling in Base64URL")
    }
}
