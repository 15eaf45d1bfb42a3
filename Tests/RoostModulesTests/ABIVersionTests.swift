import Testing

@testable import RoostModules

@Suite("ABI version: what a host accepts")
struct ABIVersionTests {
    private let ours = ABIVersion(rawValue: 0x01_02_06_03_01)

    @Test(
        "earlier minors of the kit and other patches of Swift are accepted",
        arguments: [
            0x01_02_06_03_01, 0x01_00_06_03_01, 0x01_02_06_03_02, 0x01_01_06_03_00,
        ] as [UInt64]
    )
    func accepts(version: UInt64) {
        #expect(ours.refusal(of: ABIVersion(rawValue: version), at: "x") == nil)
    }

    @Test(
        "another major or a later minor of the kit is another kit",
        arguments: [
            0x00_02_06_03_01, 0x02_00_06_03_01, 0x01_03_06_03_01, 0, .max, 0x01_01_02_06_03_01,
        ] as [UInt64]
    )
    func otherKit(version: UInt64) {
        #expect(ours.refusal(of: ABIVersion(rawValue: version), at: "x") == .otherKit(path: "x"))
    }

    @Test("another minor or major of Swift is another Swift, which the refusal names")
    func otherSwift() {
        let refusal = ours.refusal(of: ABIVersion(rawValue: 0x01_02_06_04_00), at: "x")
        #expect(refusal == .otherSwift(path: "x", theirs: "6.4.0", ours: "6.3.1"))
        #expect(ours.refusal(of: ABIVersion(rawValue: 0x01_02_05_03_01), at: "x") != nil)
    }

    @Test("only another patch of the same Swift is worth a warning")
    func otherPatch() {
        #expect(ours.isOtherPatch(ABIVersion(rawValue: 0x01_02_06_03_02)))
        #expect(!ours.isOtherPatch(ours))
        #expect(!ours.isOtherPatch(ABIVersion(rawValue: 0x01_02_06_04_01)))
    }
}
