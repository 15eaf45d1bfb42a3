import NIOHTTP1

@testable import EngineIO

/// A head of a request, of lines as they are sent but already split, is refused or asks for something that it names.
func checkRequest(_ input: [UInt8]) throws {
    let lines = String(decoding: input, as: UTF8.self).split(
        separator: "\n",
        omittingEmptySubsequences: false
    )
    let start = lines[0].split(separator: " ", maxSplits: 1)
    var head = HTTPRequestHead(
        version: .http1_1,
        method: HTTPMethod(rawValue: String(start.first ?? "")),
        uri: String(start.dropFirst().first ?? "")
    )
    for line in lines.dropFirst() {
        let parts = line.split(separator: ":", maxSplits: 1)
        // The HTTP decoder lets no other names through.
        guard parts.count == 2, parts[0].utf8.allSatisfy({ $0 < 0x80 }) else { continue }
        head.headers.add(name: String(parts[0]), value: parts[1].trimmingPrefix(" ").description)
    }
    let configuration = EngineConfiguration(origins: .list(["https://chat.example.org"]))
    // Most requests are refused.
    guard let request = try? EngineRequest(head, configuration) else { return }
    if let origin = head.headers.first(name: "origin") {
        let known = ["https://chat.example.org"] + head.headers["host"].map { "://" + $0.lowercased() }
        try Discrepancy.unless(
            known.contains { origin.lowercased().hasSuffix($0) },
            "no strange page comes in"
        )
    }
    switch request {
    case .poll(let sid), .post(let sid), .webSocket(_, let sid?):
        try Discrepancy.unless(head.uri.contains("sid=\(sid)"), "the session is the one that is named")
    case .preflight, .open, .webSocket(_, nil): break
    }
}
