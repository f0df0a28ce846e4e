// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import _VectorMath

@testable import TextEmbeddings

/// The files that the reference implementations wrote.
enum Fixtures {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    /// A small model of random weights.
    static var tinyModel: String { folder.appending(path: "tiny-model").path }

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }

    static func array(_ name: String) throws -> NumPyArray { try NumPyArray(parsing: bytes(name)) }

    static func texts() throws -> [String] {
        try JSONDecoder().decode([String].self, from: Data(contentsOf: folder.appending(path: "texts.json")))
    }
}

/// The cosine of the angle between two vectors.
func cosine(_ left: some Collection<Float>, _ right: some Collection<Float>) -> Double {
    var product = 0.0
    var lengths = (0.0, 0.0)
    for (a, b) in zip(left, right) {
        product += Double(a) * Double(b)
        lengths.0 += Double(a) * Double(a)
        lengths.1 += Double(b) * Double(b)
    }
    return product / (lengths.0 * lengths.1).squareRoot()
}
