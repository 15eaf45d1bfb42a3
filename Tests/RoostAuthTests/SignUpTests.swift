import RoostKit
import RoostStore
import RoostTestKit
import Testing

@testable import RoostAuth

@Suite("Authority: signing up")
struct SignUpTests {
    private let ada = UserID(rawValue: "ada")

    @Test("whoever signs up is a member, under the normalised name")
    func member() async throws {
        let stage = try await Stage()
        let account = try await stage.authority.signUp(name: "Ada", password: "correct horse")
        #expect(account == Account(user: ada, role: .member))
        #expect(try await stage.authority.accounts() == [account])
    }

    @Test("a taken name, a bad name and a bad password each say so")
    func refuses() async throws {
        let stage = try await Stage()
        _ = try await stage.authority.signUp(name: "ada", password: "correct horse")
        let before = stage.hasher.hashCount
        await #expect(throws: SignUpError.nameTaken) {
            _ = try await stage.authority.signUp(name: "ADA", password: "another one")
        }
        #expect(stage.hasher.hashCount == before, "a refusal costs no hash")
        await #expect(throws: SignUpError.badName(.reserved)) {
            _ = try await stage.authority.signUp(name: "system", password: "correct horse")
        }
        await #expect(throws: SignUpError.badPassword(.tooShort)) {
            _ = try await stage.authority.signUp(name: "ben", password: "short")
        }
        await #expect(throws: SignUpError.badPassword(.tooLong)) {
            _ = try await stage.authority.signUp(name: "ben", password: String(repeating: "x", count: 1025))
        }
        #expect(try await stage.authority.accounts().count == 1)
    }

    @Test(
        "a name that looks like one that is there is taken",
        arguments: [("bob", "b0b"), ("alice", "a1ice"), ("modern", "modem"), ("B0B", "bob")]
    )
    func lookAlike(first: String, second: String) async throws {
        let stage = try await Stage()
        _ = try await stage.authority.signUp(name: first, password: "correct horse")
        await #expect(throws: SignUpError.nameTaken) {
            _ = try await stage.authority.signUp(name: second, password: "correct horse")
        }
        await #expect(throws: SignUpError.nameTaken) {
            _ = try await stage.authority.addUser(name: second, password: "correct horse", role: .member)
        }
        _ = try await stage.authority.signUp(name: "\(second)x", password: "correct horse")
    }

    @Test(
        "a name under which messages were brought from elsewhere is nobody's, and that of a deleted user stays one"
    )
    func reserved() async throws {
        let stage = try await Stage()
        #expect(try await stage.authority.reserve("Ben") == UserID(rawValue: "ben"))
        await #expect(throws: SignUpError.nameTaken) {
            _ = try await stage.authority.signUp(name: "ben", password: "correct horse")
        }
        let gone = UserID.standIn()
        #expect(try await stage.authority.reserve(gone.rawValue) == gone)
        // Who is there already keeps their name.
        _ = try await stage.authority.signUp(name: "ada", password: "correct horse")
        #expect(try await stage.authority.reserve("ada") == UserID(rawValue: "ada"))
        let retired = Statement("SELECT name FROM retired_name")
        #expect(try await stage.store.read(retired) == [[.text("ben")]])
    }

    @Test("of two who want one name at once, one gets it")
    func race() async throws {
        let stage = try await Stage()
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<4 {
                group.addTask {
                    do throws(SignUpError) {
                        _ = try await stage.authority.signUp(name: "ada", password: "password \(number)")
                        return true
                    } catch {
                        #expect(error == .nameTaken)
                        return false
                    }
                }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 }.count == 1)
    }

    @Test("a closed server takes nobody but the administrator, and whom a command adds")
    func closed() async throws {
        let stage = try await Stage(policy: .closed)
        await #expect(throws: SignUpError.closed) {
            _ = try await stage.authority.signUp(name: "ben", password: "correct horse")
        }
        let token = try #require(try await stage.authority.setupToken())
        let account = try await stage.authority.signUp(name: "ada", password: "correct horse", setup: token)
        #expect(account.role == .admin)
        let cleo = try await stage.authority.addUser(name: "cleo", password: "correct horse", role: .member)
        #expect(cleo == Account(user: UserID(rawValue: "cleo"), role: .member))
    }

    @Test("the setup token makes one administrator, once")
    func setupOnce() async throws {
        let stage = try await Stage()
        let token = try #require(try await stage.authority.setupToken())
        _ = try await stage.authority.signUp(name: "ada", password: "correct horse", setup: token)
        await #expect(throws: SignUpError.badSetupToken) {
            _ = try await stage.authority.signUp(name: "ben", password: "correct horse", setup: token)
        }
        #expect(try await stage.authority.setupToken() == nil)
        #expect(try await stage.authority.accounts().map(\.role) == [.admin])
    }

    @Test("of two who bring the setup token at once, one becomes administrator and no one else is added")
    func setupRace() async throws {
        let stage = try await Stage()
        let token = try #require(try await stage.authority.setupToken())
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for name in ["ada", "ben", "cleo"] {
                group.addTask {
                    do throws(SignUpError) {
                        _ = try await stage.authority.signUp(
                            name: name,
                            password: "correct horse",
                            setup: token
                        )
                        return true
                    } catch {
                        #expect(error == .badSetupToken)
                        return false
                    }
                }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 }.count == 1)
        #expect(try await stage.authority.accounts().map(\.role) == [.admin])
    }

    @Test("a new setup token replaces the last one, and a wrong one adds no one and costs no hash")
    func setupReplaced() async throws {
        let stage = try await Stage()
        let first = try #require(try await stage.authority.setupToken())
        let second = try #require(try await stage.authority.setupToken())
        #expect(first != second)
        for token in [first, "", "wrong"] {
            await #expect(throws: SignUpError.badSetupToken) {
                _ = try await stage.authority.signUp(name: "ada", password: "correct horse", setup: token)
            }
        }
        #expect(stage.hasher.hashCount == 0)
        #expect(try await stage.authority.accounts().isEmpty)
        _ = try await stage.authority.signUp(name: "ada", password: "correct horse", setup: second)
    }

    @Test("a setup token survives a taken name")
    func setupAfterTakenName() async throws {
        let stage = try await Stage()
        _ = try await stage.authority.signUp(name: "ada", password: "correct horse")
        let token = try #require(try await stage.authority.setupToken())
        await #expect(throws: SignUpError.nameTaken) {
            _ = try await stage.authority.signUp(name: "ada", password: "correct horse", setup: token)
        }
        let ben = try await stage.authority.signUp(name: "ben", password: "correct horse", setup: token)
        #expect(ben.role == .admin)
    }

    @Test("the setup token itself is not in the database")
    func setupHashed() async throws {
        let stage = try await Stage()
        let token = try #require(try await stage.authority.setupToken())
        let query = Statement("SELECT value FROM setting WHERE key = 'setup_token'")
        #expect(try await stage.store.read(query) == [[.blob(SetupToken(text: token).digest)]])
    }

    @Test("an administrator whom a command added ends the offer")
    func setupAfterCommand() async throws {
        let stage = try await Stage()
        let token = try #require(try await stage.authority.setupToken())
        _ = try await stage.authority.addUser(name: "ada", password: "correct horse", role: .admin)
        await #expect(throws: SignUpError.badSetupToken) {
            _ = try await stage.authority.signUp(name: "ben", password: "correct horse", setup: token)
        }
        #expect(try await stage.authority.setupToken() == nil)
    }

    @Test("a command cannot give a role that there is not")
    func unknownRole() async throws {
        let stage = try await Stage()
        let role = Role(rawValue: "king")
        await #expect(throws: SignUpError.unknownRole(role)) {
            _ = try await stage.authority.addUser(name: "ada", password: "correct horse", role: role)
        }
    }

    @Test(
        "each refusal has the code of the protocol",
        arguments: [
            (.nameTaken, "name_taken"), (.badName(.length), "bad_name"),
            (.badPassword(.tooShort), "bad_password"),
            (.badPassword(.busy), "busy"), (.closed, "sign_up_closed"), (.badSetupToken, "bad_setup_token"),
            (.unavailable(.busy), "busy"),
        ] as [(SignUpError, String)]
    )
    func codes(error: SignUpError, code: String) {
        #expect(error.code == code)
        #expect(error.isRetryable == (code == "busy"))
        #expect(!error.message.isEmpty)
    }
}
