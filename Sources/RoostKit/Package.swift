// swift-tools-version: 6.3
import PackageDescription

// A package of its own, so that the program and every module share one dynamic copy of it (docs/decisions/0002).
let package = Package(
    name: "RoostKit",
    products: [.library(name: "RoostKit", type: .dynamic, targets: ["RoostKit"])],
    targets: [
        .target(
            name: "RoostKit",
            path: ".",
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
                .treatAllWarnings(as: .error),
                .unsafeFlags(["-enable-library-evolution", "-emit-module-interface"]),
            ],
            linkerSettings: [.unsafeFlags(["-Xlinker", "-soname=libRoostKit.so"])]
        )
    ],
    swiftLanguageModes: [.v6]
)
