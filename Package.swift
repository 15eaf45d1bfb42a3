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
let plugins = ["History"]

let kit: Target.Dependency = .product(name: "RoostKit", package: "RoostKit")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")

let package = Package(
    name: "roost",
    products: [
        .library(name: "EngineIO", targets: ["EngineIO"])
    ] + plugins.map { .library(name: $0, type: .dynamic, targets: [$0]) },
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(path: "Sources/RoostKit"),
    ],
    targets: [
        // Layer 0: C libraries of the system.
        .systemLibrary(name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),

        // Layer 1: one client link. (RoostKit, also of this layer, is a package of its own.)
        .target(name: "EngineIO", dependencies: [nioCore]),

        // Layer 2: what stands on one resource: rows in SQLite.
        .target(name: "RoostStore", dependencies: [grdb, kit]),

        // Layer 3: who may do what, and who loads modules.
        .target(name: "RoostAuth", dependencies: ["CArgon2", "RoostStore", crypto, kit, nioPosix]),
        .target(name: "RoostModules", dependencies: ["RoostStore", kit, logging]),
    ]
        + plugins.map {
            .target(
                name: $0,
                dependencies: [kit],
                path: "Plugins/\($0)",
                exclude: ["README.md"],
                linkerSettings: [.unsafeFlags(["-Xlinker", "-rpath", "-Xlinker", "$ORIGIN/.."])]
            )
        } + [
            .testTarget(name: "EngineIOTests", dependencies: ["EngineIO", nioCore]),
            .testTarget(name: "RoostStoreTests", dependencies: ["RoostStore", kit]),
            .testTarget(name: "RoostAuthTests", dependencies: ["RoostAuth", "RoostStore", crypto, kit]),
            .testTarget(
                name: "RoostModulesTests",
                dependencies: ["RoostModules", "RoostStore", kit, logging]
            ),
            .testTarget(
                name: "HistoryTests",
                dependencies: ["History", "RoostModules", "RoostStore", kit, logging]
            ),
        ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + houseSettings
}
