import RoostKit
import RoostStore
import Testing

@testable import RoostChat

@Suite("Room: a disk that fills")
struct FullDiskTests {
    @Test("what is refused while the disk is full is seen by nobody, and service resumes with the disk")
    func fills() async throws {
        let stage = try await ChatStage()
        let recorder = try await TestRecorder(stage.store)
        let room = try await stage.lobby(recorders: [recorder])
        let ada = try await stage.session("ada")
        let page = String(repeating: "x", count: 4096)

        // SQLite takes as many pages as there are already.
        try await stage.store.commit([Statement("PRAGMA max_page_count = 1")])
        var acknowledged: [Message] = []
        var refused: [String] = []
        for number in 1...20 {
            do {
                acknowledged.append(try await room.post("\(number) \(page)", id: "\(number)", by: ada))
            } catch ChatError.storageUnavailable {
                refused.append("\(number)")
            }
        }
        #expect(!refused.isEmpty)
        #expect(stage.witness.posted == acknowledged)

        try await stage.store.commit([Statement("PRAGMA max_page_count = 1000000")])
        for id in refused { acknowledged.append(try await room.post("\(id) \(page)", id: id, by: ada)) }
        #expect(stage.witness.posted == acknowledged)
        #expect(acknowledged.map(\.sequence) == Array(1...20))

        let restarted = try await stage.lobby(recorders: [recorder])
        for message in acknowledged {
            #expect(try await restarted.post("again", id: message.id, by: ada).sequence == message.sequence)
        }
    }
}
