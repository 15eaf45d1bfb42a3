/// The bounds of the module host, each with the reason for its number.
enum Limits {
    /// Bytes of a module's name: it is part of a file's name, of symbols and of tables.
    static let nameBytes = 64

    /// Characters of a reason that a module gives; it must fit one line of a log or a terminal.
    static let reasonLength = 300
}
