/// What brings a database of an earlier version to this one.
package enum MigrationPolicy: String, CaseIterable, Sendable {
    /// The start of the server, after a copy of the database.
    case automatic
    /// The operator, with `roost db migrate`; until then the server does not start.
    case manual
}
