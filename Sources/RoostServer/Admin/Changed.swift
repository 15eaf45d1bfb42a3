/// What a change came to: the record of commands that change something.
struct Changed: Encodable {
    /// What was done, such as `user.disable`, as the audit log has it.
    let action: String
    /// To whom or what, such as `user:ada`.
    let target: String
    /// How many sessions it ended, or gave other rights.
    var sessions: Int?

    /// The one record that says it.
    var records: [Record] {
        get throws { [try Record(self)] }
    }
}
