// swift-tools-version: 6.3
import PackageDescription

let houseSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .treatAllWarnings(as: .error),
]

/// The feature modules: `Plugins/<Name>` becomes `lib<Name>.so`, which the module host loads.
let plugins = ["Dashboard", "History", "Moderation", "PrivateMessages", "TicTacToe", "Tutorial"]
/// What a module needs beside the kit.
let pluginDependencies: [String: [Target.Dependency]] = ["Moderation": ["CPCRE2"]]
/// The files of a module's page, which become part of its shared object.
let pluginPages = [
    "Dashboard": ["charts.js", "chat.js", "dashboard.css", "dashboard.js", "index.html"],
    "TicTacToe": ["chat.js", "game.css", "game.js", "index.html", "table.js"],
]

let kit: Target.Dependency = .product(name: "RoostKit", package: "RoostKit")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let configuration: Target.Dependency = .product(name: "Configuration", package: "swift-configuration")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let histogram: Target.Dependency = .product(name: "Histogram", package: "hdrhistogram-swift")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let nioExtras: Target.Dependency = .product(name: "NIOExtras", package: "swift-nio-extras")
let nioFoundation: Target.Dependency = .product(name: "NIOFoundationCompat", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPTypes: Target.Dependency = .product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioHTTPTypesHTTP1: Target.Dependency = .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
let nioWebSocket: Target.Dependency = .product(name: "NIOWebSocket", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")

let serviceLifecycle: Target.Dependency = .product(
    name: "ServiceLifecycle",
    package: "swift-service-lifecycle"
)

let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")

let package = Package(
    name: "roost",
    products: [
        .executable(name: "roost", targets: ["roost"]),
        .library(name: "EngineIO", targets: ["EngineIO"]),
        .library(name: "SocketIO", targets: ["SocketIO"]),
        .library(name: "SocketIOClient", targets: ["SocketIOClient"]),
    ] + (plugins + ["Rogue", "Sampler"]).map { .library(name: $0, type: .dynamic, targets: [$0]) },
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(path: "Sources/RoostKit"),
    ],
    targets: [
        // Layer 0: C: what ends the process, and libraries of the system.
        .target(name: "CModuleGuard"),
        .systemLibrary(name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
        .systemLibrary(name: "CCrypt", pkgConfig: "libcrypt", providers: [.apt(["libcrypt-dev"])]),
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),

        // Layer 1: one client link. (RoostKit, also of this layer, is a package of its own.)
        .target(name: "EngineIO", dependencies: [crypto, nioCore, nioHTTP1, nioPosix]),

        // Layer 2: what stands on one resource: packets on links, rows in SQLite.
        .target(name: "SocketIO", dependencies: ["EngineIO", logging, nioCore, nioPosix]),
        .target(name: "RoostStore", dependencies: [grdb, kit]),

        // Layer 3: who may do what, who loads modules, and who talks to servers.
        .target(
            name: "SocketIOClient",
            dependencies: ["EngineIO", "SocketIO", nioCore, nioHTTP1, nioPosix, nioWebSocket]
        ),
        .target(name: "RoostAuth", dependencies: ["CArgon2", "CCrypt", "RoostStore", crypto, kit, nioPosix]),
        .target(name: "RoostModules", dependencies: ["CModuleGuard", "RoostStore", kit, logging]),

        // Layer 4: rooms and sessions, and a load of them.
        .target(name: "RoostChat", dependencies: ["RoostAuth", "RoostStore", kit, logging, nioCore]),

        .target(
            name: "RoostBench",
            dependencies: ["SocketIO", "SocketIOClient", histogram, nioCore, nioHTTP1, nioPosix]
        ),

        // Layer 5: the composition root.
        .target(
            name: "RoostServer",
            dependencies: [
                "EngineIO", "RoostAuth", "RoostChat", "RoostModules", "RoostStore", "SocketIO",
                configuration, httpTypes, hummingbird, hummingbirdCore, kit, logging, nioCore, nioExtras,
                nioFoundation, nioHTTP1, nioHTTPTypes, nioHTTPTypesHTTP1, nioPosix, serviceLifecycle,
                systemPackage, unixSignals, yams,
            ]
        ),

        // Layer 6: the program.
        .executableTarget(
            name: "roost",
            dependencies: [
                "RoostAuth", "RoostBench", "RoostServer", "RoostStore", "SocketIO", "SocketIOClient",
                argumentParser, configuration, kit, logging, serviceLifecycle, unixSignals,
            ]
        ),
    ]
        + plugins.map {
            .target(
                name: $0,
                dependencies: [kit] + (pluginDependencies[$0] ?? []),
                path: "Plugins/\($0)",
                exclude: ["README.md"],
                resources: pluginPages[$0]?.map { .embedInCode("web/\($0)") },
                linkerSettings: [.unsafeFlags(["-Xlinker", "-rpath", "-Xlinker", "$ORIGIN/.."])]
            )
        } + [
            // Servers for other people's test suites and for measuring.
            .executableTarget(
                name: "conformance-server",
                dependencies: ["EngineIO", "SocketIO", argumentParser, nioCore, nioHTTP1, nioPosix],
                path: "Tests/ConformanceServer"
            ),
            .executableTarget(
                name: "bench-server",
                dependencies: ["EngineIO", "SocketIO", argumentParser, nioPosix],
                path: "Tests/BenchServer"
            ),
            // A module that misbehaves, for the tests of the host.
            .target(name: "Rogue", dependencies: [kit], path: "Tests/Rogue"),
            // A module that does all that modules can, for the tests of what the server offers them.
            .target(name: "Sampler", dependencies: [kit], path: "Tests/Sampler"),
            .executableTarget(
                name: "feature-server",
                dependencies: ["SocketIO", argumentParser, nioCore],
                path: "Tests/FeatureServer"
            ),
            .testTarget(name: "EngineIOTests", dependencies: ["EngineIO", nioCore, nioEmbedded, nioHTTP1]),
            .target(
                name: "RoostTestKit",
                dependencies: ["RoostAuth", "RoostModules", "RoostStore", kit],
                path: "Tests/RoostTestKit"
            ),
            .testTarget(
                name: "SocketIOTests",
                dependencies: ["EngineIO", "SocketIO", "SocketIOClient", nioCore, nioPosix]
            ),
            .testTarget(name: "RoostStoreTests", dependencies: ["RoostStore", "RoostTestKit", kit]),
            .testTarget(
                name: "RoostAuthTests",
                dependencies: ["RoostAuth", "RoostStore", "RoostTestKit", crypto, kit]
            ),
            .testTarget(
                name: "RoostChatTests",
                dependencies: [
                    "RoostAuth", "RoostChat", "RoostStore", "RoostTestKit", kit, nioCore, nioPosix,
                ]
            ),
            .testTarget(
                name: "RoostServerTests",
                dependencies: [
                    "RoostAuth", "RoostModules", "RoostServer", "RoostStore", "RoostTestKit", configuration,
                    httpTypes, hummingbird, logging, nioCore, nioPosix, serviceLifecycle,
                ]
            ),
            .testTarget(
                name: "RoostModulesTests",
                dependencies: ["RoostModules", "RoostStore", "RoostTestKit", kit, logging]
            ),
            .testTarget(
                name: "RoostBenchTests",
                dependencies: [
                    "EngineIO", "RoostBench", "RoostTestKit", "SocketIO", "SocketIOClient", nioCore, nioPosix,
                ]
            ),
            .testTarget(
                name: "HistoryTests",
                dependencies: ["History", "RoostModules", "RoostStore", "RoostTestKit", kit, logging]
            ),
            .testTarget(
                name: "PrivateMessagesTests",
                dependencies: [
                    "PrivateMessages", "RoostModules", "RoostStore", "RoostTestKit", kit,
                ]
            ),
            .testTarget(
                name: "DashboardTests",
                dependencies: ["Dashboard", kit]
            ),
            .testTarget(
                name: "TicTacToeTests",
                dependencies: ["TicTacToe", kit]
            ),
            .testTarget(
                name: "TutorialTests",
                dependencies: ["Tutorial", "RoostModules", "RoostStore", "RoostTestKit", kit, logging]
            ),
            .testTarget(
                name: "ModerationTests",
                dependencies: ["Moderation", "RoostModules", "RoostStore", "RoostTestKit", kit, logging]
            ),
        ],
    swiftLanguageModes: [.v6]
)

// The fuzz targets are a program for libFuzzer where `make fuzz` asks for it, and tests of their corpus everywhere else.
let fuzzed: [Target.Dependency] = ["EngineIO", "RoostAuth", "SocketIO", nioCore, nioEmbedded, nioHTTP1]
if Context.environment["ROOST_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "fuzz",
            dependencies: fuzzed,
            path: "Tests/Fuzz",
            exclude: ["Corpus", "CorpusTests.swift", "run.sh"],
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])]
        )
    )
    for target in package.targets where ["EngineIO", "RoostAuth", "SocketIO", "fuzz"].contains(target.name) {
        target.swiftSettings = [.unsafeFlags(["-sanitize=fuzzer"])]
    }
} else {
    package.targets.append(
        .testTarget(
            name: "FuzzTests",
            dependencies: fuzzed,
            path: "Tests/Fuzz",
            exclude: ["Corpus", "Main", "run.sh"]
        )
    )
}

// Another package that depends on this one by a URL gets the libraries alone: SwiftPM refuses it local packages and unsafe
// flags, which modules need (docs/decisions/0007). It reads a manifest as if in "/" first, and then in its checkout.
let isDependency =
    Context.packageDirectory == "/"
    || Context.packageDirectory.split(separator: "/").dropLast().last == "checkouts"
if isDependency {
    let libraries: Set = ["EngineIO", "SocketIO", "SocketIOClient"]
    package.products.removeAll { !libraries.contains($0.name) }
    package.targets.removeAll { !libraries.contains($0.name) }
    let used = ["swift-crypto", "swift-log", "swift-nio"]
    package.dependencies.removeAll { dependency in
        guard case .sourceControl(_, let location, _) = dependency.kind else { return true }
        return !used.contains { location.hasSuffix("/\($0)") }
    }
}

for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + houseSettings
}
