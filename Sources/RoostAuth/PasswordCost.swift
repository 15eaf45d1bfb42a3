/// What one password hash costs the server, and whoever guesses at a stolen one.
package struct PasswordCost: Hashable, Sendable {
    /// Memory in KiB.
    package let memoryKiB: UInt32
    /// Passes over that memory.
    package let passes: UInt32

    /// 19 MiB and two passes: about 35 ms on one core.
    package static let standard = PasswordCost(checkedMemoryKiB: 19456, passes: 2)

    /// A cost, or `nil` unless it has 8 KiB to 4 GiB of memory and 1 to 100 passes.
    package init?(memoryKiB: UInt32, passes: UInt32) {
        guard 8...4_194_304 ~= memoryKiB, 1...100 ~= passes else { return nil }
        self.init(checkedMemoryKiB: memoryKiB, passes: passes)
    }

    private init(checkedMemoryKiB: UInt32, passes: UInt32) {
        memoryKiB = checkedMemoryKiB
        self.passes = passes
    }

    /// How every PHC string of this cost begins.
    ///
    /// One lane, since a hash has one thread.
    var phcPrefix: String { "$argon2id$v=19$m=\(memoryKiB),t=\(passes),p=1$" }
}
