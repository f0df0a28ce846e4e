// swift-tools-version: 6.3
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

let package = Package(
    name: "swift-rag",
    platforms: [.macOS(.v26)],
    products: [
        .library(name: "RAGCore", targets: ["RAGCore"]),
        .library(name: "HybridSearch", targets: ["HybridSearch"]),
        .library(name: "VDRMaxSim", targets: ["VDRMaxSim"]),
        .library(name: "RoutingPolicy", targets: ["RoutingPolicy"]),
        .library(name: "RoutingPolicyTesting", targets: ["RoutingPolicyTesting"]),
        .library(name: "RetrievalEvaluation", targets: ["RetrievalEvaluation"]),
        .library(name: "TextEmbeddings", targets: ["TextEmbeddings"]),
        .library(name: "StatusModel", targets: ["StatusModel"]),
        .library(name: "PipelineProtocols", targets: ["PipelineProtocols"]),
        .library(name: "PipelineInMemory", targets: ["PipelineInMemory"]),
        .library(name: "PipelineConformance", targets: ["PipelineConformance"]),
        .library(name: "PipelineSQLite", targets: ["PipelineSQLite"]),
        .executable(name: "rag", targets: ["rag"]),
        // No promise: for the benchmarks beside this package, which compare with the bare kernels.
        .library(name: "_RAGKernels", targets: ["_RAGKernels"]),
    ],
    traits: [
        .trait(name: "CommandLine", description: "The rag command; brings in swift-argument-parser."),
        .trait(name: "SQLite", description: "The embedded backend; brings in GRDB."),
        .default(enabledTraits: ["CommandLine", "SQLite"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        // Ground: libraries of the system.
        .systemLibrary(name: "CBLAS", pkgConfig: "blas", providers: [.apt(["libopenblas-dev", "libblas-dev"])]),
        .systemLibrary(name: "CLAPACKE", pkgConfig: "lapacke", providers: [.apt(["liblapacke-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CStemmer", providers: [.apt(["libstemmer-dev"])]),

        .target(
            name: "_RAGKernels", exclude: ["README.md"],
            // Without optimisation a kernel is a hundred times slower, and so would be every test above it.
            cSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))]),

        // Floor.
        .target(name: "RAGCore"),
        .target(name: "_VectorMath", dependencies: ["_RAGKernels", "CBLAS", "CLAPACKE"]),
        .target(name: "_Compression", dependencies: ["CZlib"]),
        .target(
            name: "_SegmentStore", dependencies: ["RAGCore", "_Compression"],
            // A mapped file lends spans of its bytes; https://github.com/swiftlang/swift/blob/main/docs/Lifetimes.md
            swiftSettings: [.enableExperimentalFeature("Lifetimes")]),
        .target(name: "_Stemming", dependencies: ["CStemmer"]),

        // Engines.
        .target(name: "HybridSearch", dependencies: ["RAGCore", "_VectorMath", "_SegmentStore", "_Stemming"]),
        .target(name: "VDRMaxSim", dependencies: ["RAGCore", "_VectorMath", "_Compression", "_SegmentStore"]),
        .target(name: "RoutingPolicy"),
        .target(name: "RoutingPolicyTesting", dependencies: ["RoutingPolicy"]),
        .target(name: "RetrievalEvaluation", dependencies: ["RAGCore"]),
        .target(name: "TextEmbeddings", dependencies: ["_VectorMath"]),

        // Status and seams.
        .target(name: "StatusModel"),
        .target(name: "PipelineProtocols", dependencies: ["RAGCore", "StatusModel"]),
        .target(name: "PipelineInMemory", dependencies: ["PipelineProtocols", "RAGCore", "StatusModel"]),
        .target(
            name: "PipelineConformance",
            dependencies: ["PipelineInMemory", "PipelineProtocols", "RAGCore", "StatusModel"]),
        .target(
            name: "PipelineSQLite",
            dependencies: [
                "PipelineProtocols", "RAGCore", "StatusModel",
                .product(name: "GRDB", package: "GRDB.swift", condition: .when(traits: ["SQLite"])),
            ]),

        // Command.
        .target(name: "_CorpusFiles", dependencies: ["RAGCore", "CZlib"]),
        .executableTarget(
            name: "rag",
            dependencies: [
                "RAGCore", "HybridSearch", "VDRMaxSim", "RoutingPolicy", "RoutingPolicyTesting", "RetrievalEvaluation",
                "PipelineProtocols", "PipelineSQLite", "StatusModel", "TextEmbeddings", "_VectorMath", "_CorpusFiles",
                .product(
                    name: "ArgumentParser", package: "swift-argument-parser",
                    condition: .when(traits: ["CommandLine"])),
            ]),

        // Tests.
        .target(name: "TestSupport", dependencies: ["RAGCore"], path: "Tests/TestSupport"),
        .target(
            name: "PipelineTestSupport", dependencies: ["PipelineConformance", "PipelineProtocols", "RAGCore"],
            path: "Tests/PipelineTestSupport"),
        .executableTarget(
            name: "crash-worker", dependencies: ["PipelineProtocols", "PipelineSQLite", "RAGCore", "StatusModel"],
            path: "Tests/CrashWorker"),
        .testTarget(name: "RAGCoreTests", dependencies: ["RAGCore", "TestSupport"]),
        .testTarget(name: "VectorMathTests", dependencies: ["_VectorMath", "TestSupport"], exclude: ["Fixtures"]),
        .testTarget(name: "CompressionTests", dependencies: ["_Compression", "TestSupport"]),
        .target(
            name: "SegmentStoreTestSupport", dependencies: ["_SegmentStore", "TestSupport"],
            path: "Tests/SegmentStoreTestSupport"),
        .executableTarget(
            name: "segment-store-worker",
            dependencies: ["HybridSearch", "HybridSearchTestSupport", "_SegmentStore", "SegmentStoreTestSupport"],
            path: "Tests/SegmentStoreWorker"),
        .testTarget(
            name: "SegmentStoreTests",
            dependencies: [
                "_SegmentStore", "PipelineConformance", "SegmentStoreTestSupport", "TestSupport",
                "segment-store-worker",
            ]),
        .target(
            name: "HybridSearchTestSupport", dependencies: ["HybridSearch", "RAGCore", "TestSupport"],
            path: "Tests/HybridSearchTestSupport"),
        .testTarget(
            name: "HybridSearchTests",
            dependencies: [
                "HybridSearch", "HybridSearchTestSupport", "PipelineConformance", "RAGCore", "_SegmentStore",
                "SegmentStoreTestSupport", "TestSupport", "segment-store-worker",
            ],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "VDRMaxSimTests",
            dependencies: [
                "VDRMaxSim", "RAGCore", "RetrievalEvaluation", "_VectorMath", "_Compression", "_SegmentStore",
                "TestSupport",
            ],
            exclude: ["Fixtures"]),
        .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
        .testTarget(
            name: "RoutingPolicyTests",
            dependencies: ["RoutingPolicy", "RoutingPolicyTesting", "AllocationCounter", "TestSupport"]),
        .testTarget(
            name: "RetrievalEvaluationTests", dependencies: ["RetrievalEvaluation", "RAGCore", "TestSupport"],
            exclude: ["Fixtures"]),
        .testTarget(name: "StatusModelTests", dependencies: ["StatusModel", "TestSupport"]),
        .testTarget(
            name: "PipelineProtocolsTests",
            dependencies: ["PipelineConformance", "PipelineProtocols", "StatusModel", "TestSupport"]),
        .testTarget(
            name: "PipelineConformanceTests",
            dependencies: [
                "PipelineConformance", "PipelineInMemory", "PipelineProtocols", "PipelineTestSupport", "RAGCore",
                "StatusModel", "TestSupport",
            ]),
        .testTarget(
            name: "PipelineSQLiteTests",
            dependencies: [
                "PipelineConformance", "PipelineProtocols", "PipelineSQLite", "PipelineTestSupport", "RAGCore",
                "StatusModel", "TestSupport", "crash-worker",
            ]),
        .testTarget(
            name: "CorpusFilesTests", dependencies: ["_CorpusFiles", "RAGCore", "TestSupport"],
            path: "Tests/_CorpusFilesTests", exclude: ["Fixtures"]),
        .testTarget(
            name: "RagTests",
            dependencies: [
                "rag", "HybridSearch", "PipelineProtocols", "PipelineSQLite", "RAGCore", "RetrievalEvaluation",
                "StatusModel", "TestSupport", "TextEmbeddings", "VDRMaxSim",
            ]),
        .testTarget(
            name: "TextEmbeddingsTests", dependencies: ["TextEmbeddings", "_VectorMath", "TestSupport"],
            exclude: ["Fixtures"]),
        .testTarget(name: "RAGKernelsTests", dependencies: ["_RAGKernels", "TestSupport"]),
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
