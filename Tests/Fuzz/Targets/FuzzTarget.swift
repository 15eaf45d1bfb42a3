/// A parser of what clients send, with what must hold of it whatever the input is.
enum FuzzTarget: String, CaseIterable, Sendable {
    case base64
    case connection
    case json
    case macaroon
    case packet
    case payload
    case request
    case websocket

    /// Feeds `input` to the parser.
    ///
    /// Input that the parser refuses is fine; a trap ends the process.
    /// - Throws: `Discrepancy` where something does not hold.
    func check(_ input: [UInt8]) throws {
        switch self {
        case .base64: try checkBase64(input)
        case .connection: try checkConnection(input)
        case .json: try checkJSON(input)
        case .macaroon: try checkMacaroon(input)
        case .packet: try checkPacket(input)
        case .payload: try checkPayload(input)
        case .request: try checkRequest(input)
        case .websocket: try checkWebSocket(input)
        }
    }
}

/// What should hold for every input and does not for one.
struct Discrepancy: Error {
    let sentence: String

    /// Does nothing where `holds` is true.
    static func unless(_ holds: Bool, _ sentence: String) throws {
        guard holds else { throw Discrepancy(sentence: sentence) }
    }
}
