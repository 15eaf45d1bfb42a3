import ArgumentParser
import RoostAuth
import RoostServer

extension User {
    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell whether a user may do something, and the grants behind it."
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The name, for example 'ada'.") var name: String
        @Argument(help: "The right, for example 'send'.") var right: String
        @Argument(help: "What on, for example 'room:lobby' or 'server'.") var resource: String
        @Flag(help: "One JSON object.") var json = false

        private struct Record: Encodable {
            let allowed: Bool
            let disabled: Bool
            let grants: [GrantRecord]
        }

        func run() async throws {
            let administration = Administration(configuration: try await common.load())
            let explanation = try await administration.explain(name, right: right, on: resource)
            let record = Record(
                allowed: explanation.isAllowed,
                disabled: explanation.isDisabled,
                grants: explanation.grants.map(GrantRecord.init)
            )
            if json { return try printJSON(record) }
            let decision = "\(name) \(record.allowed ? "has" : "does not have") \(right) on \(resource)"
            print(record.disabled ? "\(decision): the account is disabled" : decision)
            for grant in record.grants { try grant.show(asJSON: false) }
        }
    }
}
