import RoostAuth
import RoostKit
import RoostTestKit
import Testing

@Suite("Authority: users from elsewhere")
struct ImportTests {
    private let files: TemporaryFolder
    private let authority: Authority

    init() async throws {
        files = try TemporaryFolder()
        let hasher = PasswordHasher(cost: .cheap(), threadCount: 1)
        authority = try await Authority.open(
            store: try await files.openStore(),
            hasher: hasher,
            policy: .open
        )
    }

    private func user(
        _ line: Int,
        _ name: String,
        role: String = "member",
        _ secret: ImportedUser.Secret = .password("correct horse battery")
    ) -> ImportedUser {
        ImportedUser(line: line, name: name, displayName: nil, role: role, secret: secret)
    }

    // Made by Debian's libcrypt and libargon2, of "correct horse battery".
    @Test(
        "a hash of another program lets its user in, and is replaced by one of ours",
        arguments: [
            "$2b$05$abcdefghijklmnopqrstuuD3mHdCr44zlIZ.VZCaYRpfQhXMYnEo.",
            "$2y$05$abcdefghijklmnopqrstuuD3mHdCr44zlIZ.VZCaYRpfQhXMYnEo.",
            "$argon2id$v=19$m=64,t=3,p=4$c2FsdHNhbHRzYWx0c2FsdA$wXCdeQDhFcMce0HRWDV0MYKNWxTBCSvUEutGyQZYzNI",
            "$argon2i$v=19$m=64,t=3,p=1$c2FsdHNhbHRzYWx0c2FsdA$Dg+uPHGpNLA+SjmK9fJXY+BQ3INSMrm4mvf9BzEYi9U",
        ]
    )
    func foreign(hash: String) async throws {
        try await authority.add([user(2, "ada", .hash(hash))], isTrial: false)
        await #expect(throws: SignInError.self) {
            try await authority.signIn(name: "ada", password: "correct horse batterx")
        }
        _ = try await authority.signIn(name: "ada", password: "correct horse battery")
        let kept = try #require(try await authority.exported().first)
        #expect(kept.secret != .hash(hash))
        _ = try await authority.signIn(name: "ada", password: "correct horse battery")
    }

    @Test(
        "a hash that cannot be compared, or would stop the server, is refused",
        arguments: [
            "", "plain", "$1$abcdefgh$abcdefghijklmnopqrstu.", "$2b$31$" + String(repeating: "a", count: 53),
            "$argon2id$v=19$m=4194304,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2g", "$argon2id$v=19$m=64,t=2,p=1$",
        ]
    )
    func refused(hash: String) { #expect(ForeignHash(hash) == nil) }

    @Test("one whose name is taken keeps everybody out, too")
    func taken() async throws {
        try await authority.add([user(2, "ada")], isTrial: false)
        let error = await #expect(throws: ImportError.self) {
            try await authority.add([user(2, "ben"), user(3, "ada")], isTrial: false)
        }
        #expect(error?.problems.keys.sorted() == [3])
        #expect(try await authority.accounts().map(\.user.rawValue) == ["ada"])
    }

    @Test("one bad line keeps everybody out, and every problem is told with its line")
    func allOrNothing() async throws {
        try await authority.add([user(2, "ada")], isTrial: false)
        let users = [
            user(2, "ben"), user(3, "ada"), user(4, "a da"), user(5, "cleo", role: "king"), user(6, "Ben"),
            user(7, "dan", .hash("x")),
        ]
        let error = await #expect(throws: ImportError.self) {
            try await authority.add(users, isTrial: false)
        }
        #expect(error?.problems.keys.sorted() == [3, 4, 5, 6, 7])
        #expect(try await authority.accounts().map(\.user.rawValue) == ["ada"])
        #expect(try await authority.audit(limit: 10).count == 1)
    }

    @Test("who was disabled elsewhere does not sign in, and an export tells so again")
    func disabled() async throws {
        let ada = ImportedUser(
            line: 2,
            name: "ada",
            displayName: nil,
            role: "member",
            isDisabled: true,
            secret: .password("correct horse battery")
        )
        try await authority.add([ada, user(3, "ben")], isTrial: false)
        await #expect(throws: SignInError.self) {
            try await authority.signIn(name: "ada", password: "correct horse battery")
        }
        _ = try await authority.signIn(name: "ben", password: "correct horse battery")
        #expect(try await authority.exported().map(\.isDisabled) == [true, false])
        #expect(
            try await authority.audit(target: "user:ada", limit: 1).map(\.details) == ["member, disabled"]
        )
    }

    @Test("a trial tells what would be, and adds nobody")
    func trial() async throws {
        try await authority.add([user(2, "ada")], isTrial: true)
        #expect(try await authority.accounts().isEmpty)
    }
}
