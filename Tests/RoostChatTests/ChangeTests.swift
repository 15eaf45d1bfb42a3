import NIOCore
import RoostAuth
import RoostKit
import Testing

@testable import RoostChat

@Suite("Room: changes of messages")
struct ChangeTests {
    @Test("edits, reactions and deletions take their places among the messages", arguments: [false, true])
    func oneSequence(isRecorded: Bool) async throws {
        let stage = try await ChatStage()
        let recorders = isRecorded ? [try await TestRecorder(stage.store)] : []
        let room = try await stage.lobby(recorders: recorders)
        let (ada, ben) = (try await stage.session("ada"), try await stage.session("ben"))
        let first = try await room.post("helo", id: "1", by: ada)
        let edit = try await room.revise(.edit("hello"), id: "1", by: ada)
        let second = try await room.post("hi", id: "2", replyTo: first.sequence, by: ben)
        let reaction = try await room.react("+1", id: "1", of: ada, by: ben)
        let deletion = try await room.revise(.delete, id: "1", by: ada)
        #expect([edit, reaction, deletion].map(\.sequence) == [2, 4, 5])
        #expect(second.sequence == 3 && second.replyTo == 1)
        #expect(stage.witness.changes.map(\.sequence) == [2, 4, 5])
        #expect(
            stage.witness.changes.map(\.kind)
                == [.edited(text: "hello"), .reacted("+1", isOn: true), .deleted]
        )
        #expect(stage.witness.changes.map(\.by) == [ada.user, ben.user, ada.user])
        #expect(stage.witness.changes.allSatisfy { $0.message == first.key })
    }

    @Test("a retry after a change is answered with the message as it is now", arguments: [false, true])
    func retryOfChanged(isRecorded: Bool) async throws {
        let stage = try await ChatStage()
        let recorders = isRecorded ? [try await TestRecorder(stage.store)] : []
        let room = try await stage.lobby(recorders: recorders)
        let ada = try await stage.session("ada")
        _ = try await room.post("helo", id: "1", by: ada)
        _ = try await room.revise(.edit("hello"), id: "1", by: ada)
        #expect(try await room.post("helo", id: "1", by: ada).text == "hello")
        _ = try await room.revise(.delete, id: "1", by: ada)
        let retried = try await room.post("helo", id: "1", by: ada)
        #expect(retried.isDeleted && retried.text.isEmpty && retried.sequence == 1)
    }

    @Test("what is not there, or was deleted, is neither edited nor reacted to, and takes no number")
    func nothingThere() async throws {
        let stage = try await ChatStage()
        let room = try await stage.lobby(recorders: [try await TestRecorder(stage.store)])
        let ada = try await stage.session("ada")
        _ = try await room.post("hello", id: "1", by: ada)
        _ = try await room.revise(.delete, id: "1", by: ada)
        for id in ["1", "none"] {
            await #expect(throws: ChatError.noSuchMessage) {
                _ = try await room.revise(.edit("again"), id: id, by: ada)
            }
            await #expect(throws: ChatError.noSuchMessage) {
                _ = try await room.react("+1", id: id, of: ada, by: ada)
            }
        }
        for place in [-1, 0, 3] as [Int64] {
            await #expect(throws: ChatError.noSuchMessage) {
                _ = try await room.post("to what?", id: "2", replyTo: place, by: ada)
            }
        }
        #expect(try await room.post("next", id: "3", replyTo: 2, by: ada).sequence == 3)
    }

    @Test("a message of another room is neither changed nor shown, whoever remembers it")
    func elsewhere() async throws {
        let stage = try await ChatStage()
        let ada = try await stage.session("ada")
        let directory = stage.directory(recorders: [try await TestRecorder(stage.store)])
        _ = try await directory.room(.lobby).post("hello", id: "1", by: ada)
        let id = try await stage.authority.addRoom("den", title: nil, isPrivate: false)
        let den = try await directory.room(id)
        let key = MessageKey(author: ada.user, id: "1")
        // Asked of the recorder the first time, and remembered from then on.
        for _ in 0..<2 {
            #expect(try await den.message(key, permit: try ada.permit(.read, on: id)) == nil)
            let answers = Answers(stage.witness)
            den.revise(.edit("mine"), ownMessage: "1", permit: try ada.permit(.send, on: id)) {
                answers.take($0)
            }
            #expect(await answers.errors(1) == [.noSuchMessage])
        }
        #expect(stage.witness.changes.isEmpty)
    }

    @Test("a deletion that is sent twice is a deletion both times")
    func deletedTwice() async throws {
        let stage = try await ChatStage()
        let room = try await stage.lobby()
        let ada = try await stage.session("ada")
        _ = try await room.post("hello", id: "1", by: ada)
        _ = try await room.revise(.delete, id: "1", by: ada)
        #expect(try await room.revise(.delete, id: "1", by: ada).sequence == 3)
    }

    @Test("a message from before a restart can be changed where it is recorded")
    func afterRestart() async throws {
        let stage = try await ChatStage()
        let recorder = try await TestRecorder(stage.store)
        let ada = try await stage.session("ada")
        _ = try await stage.lobby(recorders: [recorder]).post("helo", id: "1", by: ada)
        let room = try await stage.lobby(recorders: [recorder])
        #expect(try await room.revise(.edit("hello"), id: "1", by: ada).sequence == 2)
        #expect(try await stage.lobby(recorders: [recorder]).post("helo", id: "1", by: ada).text == "hello")
    }

    @Test("a change of what is posted in the same batch sees it")
    func sameBatch() async throws {
        let stage = try await ChatStage()
        let recorder = try await TestRecorder(stage.store)
        let room = try await stage.lobby(recorders: [recorder])
        let ada = try await stage.session("ada")
        let answers = Answers(stage.witness)
        try await stage.eventLoop.submit {
            let first = try ada.permit(.send, on: .lobby)
            room.post("helo", id: "1", permit: first) { answers.take($0) }
            let second = try ada.permit(.send, on: .lobby)
            room.revise(.edit("hello"), ownMessage: "1", permit: second) { answers.take($0) }
        }.get()
        #expect(try await answers.first(2).map { try $0.get().sequence } == [1, 2])
        #expect(try await room.post("helo", id: "1", by: ada).text == "hello")
    }

    @Test("a change that cannot be recorded is seen by nobody")
    func notRecorded() async throws {
        let stage = try await ChatStage()
        let recorder = try await TestRecorder(stage.store)
        let room = try await stage.lobby(recorders: [recorder])
        let ada = try await stage.session("ada")
        _ = try await room.post("hello", id: "1", by: ada)
        recorder.isBroken = true
        await #expect(throws: ChatError.storageUnavailable) {
            _ = try await room.revise(.delete, id: "1", by: ada)
        }
        recorder.isBroken = false
        #expect(stage.witness.changes.isEmpty)
        #expect(try await room.post("hello", id: "1", by: ada).text == "hello")
        #expect(try await room.revise(.delete, id: "1", by: ada).sequence == 2)
    }
}
