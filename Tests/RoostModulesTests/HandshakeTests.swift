import RoostKit
import Testing

@testable import RoostModules

@Suite("Module host: the handshake with a file")
struct HandshakeTests {
    private let ours = "0x\(String(RoostABI.compiled, radix: 16))ull"

    @Test("a shared object without a module's symbols is not a module")
    func plainLibrary() async throws {
        #expect(try await reason(for: "int answer(void) { return 42; }").contains("it has no roost_abi_Odd"))
        let half = "unsigned long long roost_abi_Odd(void) { return \(ours); }"
        #expect(try await reason(for: half).contains("it has no roost_make_Odd"))
    }

    @Test("a file that needs what this kit does not have was built for another kit")
    func otherKitSymbol() async throws {
        let reason = try await reason(
            for: """
                extern void later(void) __asm__("$s8RoostKit0A3ABIO9kitMajor2yyFZ");
                unsigned long long roost_abi_Odd(void) { return \(ours); }
                void *roost_make_Odd(void) { later(); return 0; }
                """
        )
        #expect(reason.contains("was built for another kit"))
    }

    @Test("a file that needs any other unknown symbol says which")
    func unknownSymbol() async throws {
        let reason = try await reason(for: "extern int nowhere(void); int odd(void) { return nowhere(); }")
        #expect(reason.contains("undefined symbol: nowhere"))
    }

    @Test("a file of another kit or Swift is refused, before it makes anything")
    func otherVersion() async throws {
        #expect(try await reason(forVersion: "\(ours) + (1ull << 32)").contains("another kit"))
        #expect(try await reason(forVersion: "\(ours) + (1ull << 24)").contains("another kit"))
        #expect(try await reason(forVersion: "\(ours) + (1ull << 8)").contains("was built with Swift"))
    }

    @Test("a file with a kit of its own, or without one, is refused before it makes anything")
    func ownKit() async throws {
        #expect(
            try await reason(forVersion: ours, more: "void roost_kit_anchor(void) {}").contains(
                "its own copy"
            )
        )
        #expect(try await reason(forVersion: ours).contains("it has no roost_kit_anchor"))
    }

    /// Why a module is refused that says that it is of `version`, and ends the process where it is asked for more.
    private func reason(forVersion version: String, more: String = "") async throws -> String {
        try await reason(
            for: """
                unsigned long long roost_abi_Odd(void) { return \(version); }
                void *roost_make_Odd(void) { __builtin_trap(); }
                \(more)
                """
        )
    }

    private func reason(for source: String) async throws -> String {
        let stage = try await Stage()
        try stage.compile(source, as: "Odd")
        await stage.host.load(["Odd"])
        return try #require(await stage.reason("Odd"))
    }
}
