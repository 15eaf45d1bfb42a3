import NIOCore
import RoostAuth
import RoostKit
import Testing

@testable import RoostChat

@Suite("Room: who is there")
struct AttendanceTests {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)
    private let ada = UserID(rawValue: "ada")
    private let ben = UserID(rawValue: "ben")
    private let cleo = UserID(rawValue: "cleo")

    private func room(of users: UserID...) -> Attendance {
        var attendance = Attendance()
        for user in users { _ = attendance.enter("of \(user)", of: user, as: .online) }
        _ = attendance.change(at: start, isUrgent: true)
        return attendance
    }

    @Test("the first change is told at once, and what follows soon after it together")
    func together() throws {
        var attendance = room(of: ada)
        var now = start + .seconds(1)
        _ = attendance.enter("1", of: ben, as: .online)
        #expect(
            attendance.change(at: now)
                == AttendanceChange(joined: [ben], left: [], statuses: [:], count: 2)
        )
        _ = attendance.enter("2", of: cleo, as: .away)
        _ = attendance.exit("1", of: ben)
        #expect(attendance.change(at: now) == nil)
        now = try #require(attendance.due)
        #expect(
            attendance.change(at: now)
                == AttendanceChange(joined: [cleo], left: [ben], statuses: [cleo: .away], count: 2)
        )
        #expect(attendance.change(at: now + .seconds(9)) == nil && attendance.due == nil)
    }

    @Test("who goes and comes again between two tellings is not told of, except to who came in between")
    func flapping() throws {
        var attendance = room(of: ada, ben)
        _ = attendance.exit("of ben", of: ben)
        _ = attendance.enter("of ben", of: ben, as: .online)
        // Somebody entered after something was to be told: whoever that is has to hear of ben.
        #expect(attendance.change(at: start + .seconds(1))?.joined == [ben])
        var other = room(of: ada, ben)
        other.set(.busy, on: "of ben", of: ben)
        other.set(.online, on: "of ben", of: ben)
        #expect(other.change(at: start + .seconds(1)) == nil)
        _ = other.exit("of ben", of: ben)
        // Cleo's list has no ben, whoever was told what before.
        _ = other.enter("1", of: cleo, as: .online)
        _ = other.enter("of ben", of: ben, as: .online)
        #expect(other.change(at: start + .seconds(2))?.joined == [ben, cleo])
    }

    @Test("nobody hears of who was there for a moment, and the first names are those who are there")
    func moment() {
        var attendance = room(of: ada, cleo)
        #expect(attendance.firstNames() == [ada, cleo])
        _ = attendance.enter("1", of: ben, as: .online)
        #expect(attendance.firstNames() == [ada, ben, cleo])
        _ = attendance.exit("1", of: ben)
        #expect(attendance.firstNames() == [ada, cleo])
        #expect(attendance.change(at: start + .seconds(1)) == nil)
    }

    @Test("of more who change at once than one telling has, the rest comes with the next ones")
    func manyStatuses() {
        let users = (0..<150).map { UserID(rawValue: "user-\($0)") }
        var attendance = Attendance()
        for user in users { _ = attendance.enter("1", of: user, as: .online) }
        _ = attendance.change(at: start, isUrgent: true)
        for user in users { attendance.set(.away, on: "1", of: user) }
        let first = attendance.change(at: start, isUrgent: true)?.statuses ?? [:]
        let rest = attendance.change(at: start, isUrgent: true)?.statuses ?? [:]
        #expect(first.count == 100 && rest.count == 50)
        #expect(Set(first.keys).union(rest.keys) == Set(users))
        #expect(attendance.change(at: start, isUrgent: true) == nil)
    }

    @Test(
        "who is put out while their connection is lost is gone at once, and so is everybody of a room that is cleared"
    )
    func lingering() async throws {
        let stage = try await ChatStage()
        let room = try await stage.lobby()
        let (ada, ben) = (try await stage.session("ada"), try await stage.session("ben"))
        let (phone, desk) = (TestDevice("phone", of: ada), TestDevice("desk", of: ada))
        for device in [phone, desk] {
            _ = try await room.join(device, permit: try ada.permit(.join, on: .lobby))
        }
        let lost = TestDevice("lost", of: ben)
        for end in ["dismissed", "cleared"] {
            _ = try await room.join(lost, permit: try ben.permit(.join, on: .lobby))
            await room.leave(lost, isLost: true)
            #expect(await room.members == [ada.user, ben.user])
            if end == "dismissed" {
                await room.dismiss(ben.user, except: [])
                #expect(await room.members == [ada.user])
                await room.dismiss(ada.user, except: ["desk"])
                #expect(phone.hears.isEmpty && desk.hears == [.lobby])
            } else {
                #expect(await room.clear() == [ada.user, ben.user])
                #expect(await room.members.isEmpty)
            }
            #expect(stage.witness.plainFacts.last == .left(ben.user))
        }
    }

    @Test("of several devices the one that is busy counts, then the one that is there")
    func devices() {
        var attendance = room(of: ada, ben)
        _ = attendance.enter("phone", of: ben, as: .away)
        #expect(attendance.status(of: ben) == .online)
        attendance.set(.busy, on: "phone", of: ben)
        #expect(attendance.change(at: start + .seconds(1))?.statuses == [ben: .busy])
        _ = attendance.exit("phone", of: ben)
        #expect(attendance.change(at: start + .seconds(2))?.statuses == [ben: .online])
    }

    @Test("whoever loses the connection stays for a while, and is back without a word")
    func grace() throws {
        var attendance = room(of: ada, ben)
        let end = start + Attendance.grace
        var isGone = attendance.exit("of ben", of: ben, staying: end)
        #expect(!isGone)
        #expect(attendance.names == [ada, ben] && attendance.due == end)
        let isNew = attendance.enter("again", of: ben, as: .online)
        #expect(!isNew)
        #expect(attendance.expired(at: end) == [] && attendance.change(at: end) == nil)
        isGone = attendance.exit("again", of: ben, staying: end + .seconds(5))
        #expect(!isGone)
        #expect(attendance.expired(at: end + .seconds(4)) == [])
        #expect(attendance.expired(at: end + .seconds(5)) == [ben])
        #expect(
            attendance.change(at: end + .seconds(5))
                == AttendanceChange(joined: [], left: [ben], statuses: [:], count: 1)
        )
    }

    @Test(
        "5,000 who lose the connection and come again cost nothing; 5,000 who come anew, a few thousand deliveries a second"
    )
    func storm() throws {
        let users = (0..<5_000).map { UserID(rawValue: "user-\($0)") }
        var attendance = Attendance()
        var (deliveries, names) = (0, 0)
        func tell(at now: NIODeadline) {
            guard let change = attendance.change(at: now) else { return }
            deliveries += change.count
            names = max(names, change.joined?.count ?? 0, change.left?.count ?? 0)
        }
        for (number, user) in users.enumerated() {
            let now = start + .milliseconds(2) * number
            _ = attendance.enter("1", of: user, as: .online)
            tell(at: now)
        }
        let end = start + .seconds(15)
        tell(at: end)
        #expect(attendance.names.count == 5_000 && attendance.due == nil)
        #expect(deliveries <= 15 * 2_000 + 5_000 && names <= Attendance.namesOfTelling)
        deliveries = 0
        for user in users { _ = attendance.exit("1", of: user, staying: end + Attendance.grace) }
        for user in users { _ = attendance.enter("2", of: user, as: .online) }
        tell(at: end + .seconds(5))
        #expect(attendance.expired(at: end + Attendance.grace) == [] && deliveries == 0)
    }

    @Test("300 people in a room who lose the connection at once and come again are not told of again")
    func room() async throws {
        let stage = try await ChatStage()
        let room = try await stage.lobby()
        var devices: [(device: TestDevice, session: Session)] = []
        for number in 0..<300 {
            let session = try await stage.session("user-\(number)")
            devices.append((TestDevice("\(number)", of: session), session))
        }
        for (device, session) in devices {
            _ = try await room.join(device, permit: try session.permit(.join, on: .lobby))
        }
        for (device, _) in devices { await room.leave(device, isLost: true) }
        #expect(await room.members.count == 300)
        let told = stage.witness.facts.count { if case .attended = $0 { true } else { false } }
        for (device, session) in devices {
            let state = try await room.join(device, permit: try session.permit(.join, on: .lobby))
            #expect(state.count == 300 && state.members.count == 200)
        }
        let facts = stage.witness.facts
        #expect(facts.count { if case .joined = $0 { true } else { false } } == 300)
        #expect(!facts.contains { if case .left = $0 { true } else { false } })
        // The last ones who came may have been told of meanwhile.
        #expect(facts.count { if case .attended = $0 { true } else { false } } <= told + 1)
        #expect(devices.allSatisfy { $0.device.hears == [.lobby] })
    }

    @Test("who leaves on purpose is gone at once, and a message of who just came comes after that")
    func order() async throws {
        let stage = try await ChatStage()
        let room = try await stage.lobby()
        let (ada, ben) = (try await stage.session("ada"), try await stage.session("ben"))
        let cleo = try await stage.session("cleo")
        for session in [ada, ben, cleo] {
            let device = TestDevice(session.user.rawValue, of: session)
            _ = try await room.join(device, permit: try session.permit(.join, on: .lobby))
        }
        let message = try await room.post("hello", id: "1", by: cleo)
        let facts = stage.witness.facts
        let told = facts.firstIndex {
            if case .attended(let change) = $0 { change.joined?.contains(cleo.user) == true } else { false }
        }
        #expect(try #require(told) < (try #require(facts.firstIndex(of: .posted(message)))))
        await room.leave(TestDevice("ben", of: ben))
        #expect(await room.members == [ada.user, cleo.user])
    }
}
