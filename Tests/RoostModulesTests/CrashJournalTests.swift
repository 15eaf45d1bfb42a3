import Foundation
import RoostKit
import RoostTestKit
import Testing

@testable import RoostModules

@Suite("Crash journal: who ended the server")
struct CrashJournalTests {
    @Test("a mark stays over a restart, and is that of one module")
    func marks() async throws {
        let stage = try await Stage()
        let path = "\(stage.folder)/journal"
        #expect(CrashJournal.crashed(in: path) == [])
        let journal = try #require(CrashJournal(path: path))
        let (first, second) = (try #require(journal.mark(of: "First")), try #require(journal.mark(of: "Sec")))
        second.pointer?.pointee = UInt8(ascii: "!")
        #expect(!first.isCrashed && second.isCrashed)
        #expect(CrashJournal.crashed(in: path) == ["Sec"])
        let later = try #require(CrashJournal(path: path))
        #expect(later.mark(of: "Sec")?.isCrashed == true)
        later.mark(of: "Sec")?.clear()
        #expect(CrashJournal.crashed(in: path) == [])
    }

    @Test("a full journal has no mark for one module more")
    func full() async throws {
        let stage = try await Stage()
        let journal = try #require(CrashJournal(path: "\(stage.folder)/journal"))
        for number in 0..<256 { #expect(journal.mark(of: "M\(number)") != nil) }
        #expect(journal.mark(of: "Extra") == nil)
        #expect(journal.mark(of: "M255") != nil)
    }

    @Test("a module that ended the server is left out, until somebody enables it")
    func leavesOut() async throws {
        let stage = try await Stage(others: ModuleFolders([]).paths)
        let journal = try #require(CrashJournal(path: ModuleHost.journalPath(in: stage.temporary.data)))
        journal.mark(of: "History")?.pointer?.pointee = UInt8(ascii: "!")
        await stage.host.load(["History"])
        #expect(try #require(await stage.reason("History")).contains("it ended the server the last time"))
        #expect(stage.host.bus.recorders.isEmpty)
        let survey = ModuleSurvey.states(
            enabled: ["History"],
            folders: ModuleFolders([]).paths,
            dataFolder: stage.temporary.data
        )
        #expect(survey.first?.status != .on)
        try await stage.host.enable("History")
        #expect(stage.host.bus.recorders.count == 1)
        #expect(journal.mark(of: "History")?.isCrashed == false)
    }
}
