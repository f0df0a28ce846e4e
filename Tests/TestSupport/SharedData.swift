// SPDX-License-Identifier: Apache-2.0
package import Foundation
package import Testing

/// The real collections that some tests measure against; they stand beside the project, not in it.
package enum SharedData {
    /// The folder `shared/data` beside the project, or where `RAG_SHARED_DATA` points.
    package static let root: URL = {
        if let path = ProcessInfo.processInfo.environment["RAG_SHARED_DATA"] { return URL(filePath: path) }
        return URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/data")
            .standardizedFileURL
    }()

    /// Whether a file or folder of the collections is there; says so on standard output where it is not.
    package static func has(_ path: String) -> Bool {
        let location = root.appending(path: path)
        guard FileManager.default.fileExists(atPath: location.path) else {
            print("SKIPPED: \(location.path) is absent; this test measures against data that is not in the project")
            return false
        }
        return true
    }
}

extension Trait where Self == ConditionTrait {
    /// Runs the test only where a file or folder of the shared collections is present, and says so where it is not.
    package static func needsSharedData(_ path: String) -> Self {
        .enabled("needs shared/data/\(path), which is absent") { SharedData.has(path) }
    }
}
