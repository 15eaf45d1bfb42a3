import Testing

@testable import RoostModules

@Suite("Kit: finding its file")
struct KitFileTests {
    private let maps = """
        7f00-7f10 r--p 00000000 08:01 12 /usr/lib/libc.so.6
        7f10-7f20 r-xp 00000000 08:01 34                         /opt/my chat/libRoostKit.so
        7f20-7f30 rw-p 00000000 00:00 0
        nonsense
        """

    @Test("the file is that of the mapping around the address, blanks in its path included")
    func finds() {
        #expect(KitFile.path(containing: 0x7f10, in: maps) == "/opt/my chat/libRoostKit.so")
        #expect(KitFile.path(containing: 0x7f0f, in: maps) == "/usr/lib/libc.so.6")
    }

    @Test("an address in no file has none", arguments: [0x7f20, 0x7eff, 0x7f30] as [UInt])
    func misses(address: UInt) {
        #expect(KitFile.path(containing: address, in: maps) == nil)
    }

    @Test("the kit of this process is libRoostKit.so")
    func own() {
        #expect(KitFile.path?.hasSuffix("/libRoostKit.so") == true)
    }
}
