import Foundation
import RoostTestKit
import Testing

@testable import RoostServer

@Suite("Need: what requests on the wire need")
struct NeedTests {
    @Test("every request is in docs/protocol.md, from where the table of tests is compared")
    func documented() throws {
        let file = URL(fileURLWithPath: TemporaryFolder.migrations).deletingLastPathComponent()
        let text = try String(contentsOf: file.appendingPathComponent("docs/protocol.md"), encoding: .utf8)
        let missing = Need.table.keys.filter { !text.contains("`\($0) {") }
        #expect(missing.isEmpty)
    }
}
