/// The files of a new module, which does a small thing and has a test of it.
struct ModuleSkeleton {
    let name: String
    /// Where RoostKit's sources are.
    let kit: String

    /// The name in events, tables and settings.
    private var noun: String { name.lowercased() }

    /// Texts by their paths.
    var files: [(path: String, text: String)] {
        [
            ("Package.swift", manifest), ("Sources/\(name)/\(name)Module.swift", module),
            ("Sources/\(name)/Shouting.swift", shouting), ("Tests/\(name)Tests/ShoutingTests.swift", test),
            ("README.md", readme), (".gitignore", ".build/\n"),
        ]
    }

    private var manifest: String {
        """
        // swift-tools-version: 6.3
        import PackageDescription

        let package = Package(
            name: "\(name)",
            products: [.library(name: "\(name)", type: .dynamic, targets: ["\(name)"])],
            // The server has a copy of RoostKit already: of the one that is built here only the interface is used.
            dependencies: [.package(path: "\(kit)")],
            targets: [
                .target(name: "\(name)", dependencies: ["RoostKit"]),
                .testTarget(name: "\(name)Tests", dependencies: ["\(name)"]),
            ]
        )

        """
    }

    private var module: String {
        """
        import RoostKit

        /// Writes messages in small letters where they shout.
        final class \(name)Module: RoostModule {
            static var manifest: ModuleManifest {
                ModuleManifest(
                    name: "\(noun)",
                    version: "0.1.0",
                    settings: [Setting("limit", .number(20, in: 1...8_192), "How many capitals in a row are too many.")]
                )
            }

            init(context: any ModuleContext) throws {
                let limit = try context.settings.number("limit")
                context.review(MessageProposal.self, ifItFails: .open) { proposal in
                    guard isShouting(proposal.text, limit: limit) else { return .accept }
                    context.count("quieted")
                    var quieter = proposal
                    quieter.text = proposal.text.lowercased()
                    return .change(quieter)
                }
            }
        }

        @c(roost_abi_\(name))
        public func abi() -> UInt64 { RoostABI.compiled }

        @c(roost_make_\(name))
        public func make() -> UnsafeMutableRawPointer { exportModule(\(name)Module.self) }

        """
    }

    private var shouting: String {
        """
        /// Whether `text` has more than `limit` capitals in a row.
        func isShouting(_ text: String, limit: Int) -> Bool {
            text.split { !$0.isUppercase }.contains { $0.count > limit }
        }

        """
    }

    private var test: String {
        """
        import Testing

        @testable import \(name)

        @Suite("\(name): who shouts")
        struct ShoutingTests {
            @Test("capitals past the limit are shouting, others are not")
            func shouting() {
                #expect(isShouting("HELLO there", limit: 4))
                #expect(!isShouting("HELLO there", limit: 5))
            }
        }

        """
    }

    private var readme: String {
        """
        # \(name)

        A module for Roost: it writes messages in small letters where they shout.

            swift build -c release
            swift test

        Copy `.build/release/lib\(name).so` into the server's folder of modules, or name that folder in `roost.yaml`:

            modules:
              enabled: [History, \(name)]
              folders: [/path/to/\(name)/.build/release]
              \(noun):
                limit: 20

        `roost module enable \(name)` starts it on a running server, `roost module reload \(name)` replaces it by a new build.

        """
    }
}
