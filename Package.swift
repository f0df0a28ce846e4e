// swift-tools-version: 6.3
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

let package = Package(
    name: "swift-rag",
    platforms: [.macOS(.v26)],
    products: [
        .library(name: "RAGCore", targets: ["RAGCore"]),
        .library(name: "RoutingPolicy", targets: ["RoutingPolicy"]),
        .library(name: "RoutingPolicyTesting", targets: ["RoutingPolicyTesting"]),
    ],
    targets: [
        .target(name: "RAGCore"),
        .target(name: "RoutingPolicy"),
        .target(name: "RoutingPolicyTesting", dependencies: ["RoutingPolicy"]),

        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .testTarget(name: "RAGCoreTests", dependencies: ["RAGCore", "TestSupport"]),
        .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
        .testTarget(
            name: "RoutingPolicyTests",
            dependencies: ["RoutingPolicy", "RoutingPolicyTesting", "AllocationCounter", "TestSupport"]),
    ]
)

// One set of rules for every Swift target.
for target in package.targets where target.type != .system && target.name != "_RAGKernels" {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
            .enableUpcomingFeature("ExistentialAny"),
            // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
            .enableUpcomingFeature("MemberImportVisibility"),
            // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
            .enableUpcomingFeature("InternalImportsByDefault"),
            // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0461-async-function-isolation.md
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0470-isolated-conformances.md
            .enableUpcomingFeature("InferIsolatedConformances"),
            // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0458-strict-memory-safety.md
            .strictMemorySafety(),
        ]
    // Without Foundation nothing else brings in the mathematics library on Linux.
    target.linkerSettings =
        (target.linkerSettings ?? []) + [.linkedLibrary("m", .when(platforms: [.linux]))]
}
