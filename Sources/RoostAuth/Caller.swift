/// Where a token comes from, as far as the server can tell: what people know their devices by.
package struct Caller: Hashable, Sendable {
    /// The network address, or that of a proxy.
    package let address: String?
    /// What the program calls itself, as browsers do in `User-Agent`; cut where it is long.
    package let program: String?

    /// A caller from what is known of them.
    package init(address: String? = nil, program: String? = nil) {
        self.address = address
        self.program = program.map { text in
            // SQLite's text ends at a zero byte, and a header may have any other, too.
            String(
                text.unicodeScalars.filter { $0.value >= 0x20 }.prefix(Limits.programLength).map(
                    Character.init
                )
            )
        }
    }
}
