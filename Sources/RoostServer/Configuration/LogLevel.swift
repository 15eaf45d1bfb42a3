/// What is logged at least.
package enum LogLevel: String, CaseIterable, Sendable {
    case debug, info, notice, warning, error
}
