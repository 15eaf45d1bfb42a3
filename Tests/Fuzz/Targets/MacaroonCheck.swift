@testable import RoostAuth

/// A token that was read is the same after it was written and read again.
func checkMacaroon(_ input: [UInt8]) throws {
    _ = Caveat(input)
    // Most noise is no macaroon.
    guard let macaroon = try? Macaroon(bytes: input) else { return }
    try Discrepancy.unless(try Macaroon(bytes: macaroon.bytes) == macaroon, "a macaroon survives its bytes")
    try Discrepancy.unless(try Macaroon(text: macaroon.text) == macaroon, "a macaroon survives its text")
    for caveat in macaroon.caveats { _ = Caveat(caveat) }
}
