// swift-tools-version: 6.3
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

let package = Package(
    name: "swift-rag-benchmarks",
    platforms: [.macOS(.v26)],
    dependencies: [
        .package(name: "swift-rag", path: "../", traits: ["SQLite"]),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        // The bare SQL that the embedded queue is held against.
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        // The BLAS of the system, called directly: a peer, and the measure of the machine's matrix product.
        .systemLibrary(name: "CPeerBLAS", pkgConfig: "blas", providers: [.apt(["libopenblas-dev"])]),
        .target(
            name: "Measurement",
            dependencies: ["CPeerBLAS", .product(name: "_RAGKernels", package: "swift-rag")]),
        .executableTarget(
            name: "rag-bench",
            dependencies: [
                "CPeerBLAS", "Measurement",
                .product(name: "HybridSearch", package: "swift-rag"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "PipelineInMemory", package: "swift-rag"),
                .product(name: "PipelineProtocols", package: "swift-rag"),
                .product(name: "PipelineSQLite", package: "swift-rag"),
                .product(name: "RAGCore", package: "swift-rag"),
                .product(name: "RoutingPolicy", package: "swift-rag"),
                .product(name: "StatusModel", package: "swift-rag"),
                .product(name: "TextEmbeddings", package: "swift-rag"),
                .product(name: "VDRMaxSim", package: "swift-rag"),
                .product(name: "_RAGKernels", package: "swift-rag"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
    ]
)

// The rules of the parent package.
for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .enableUpcomingFeature("InferIsolatedConformances"),
        .strictMemorySafety(),
    ]
}
