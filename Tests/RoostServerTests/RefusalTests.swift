import HTTPTypes
import Hummingbird
import RoostKit
import Testing

@testable import RoostServer

@Suite("Refusals over HTTP")
struct RefusalTests {
    @Test(
        "who may try again later learns that from the status",
        arguments: [
            ("storage_unavailable", HTTPResponse.Status.serviceUnavailable), ("busy", .serviceUnavailable),
            ("rate_limited", .tooManyRequests), ("slow_down", .tooManyRequests),
        ]
    )
    func retryable(code: String, status: HTTPResponse.Status) {
        let answer = refusal(RequestError(code: code, message: "Later.", isRetryable: true))
        #expect(answer.status == status)
    }
}
