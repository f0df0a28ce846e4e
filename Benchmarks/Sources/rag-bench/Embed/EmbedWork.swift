// SPDX-License-Identifier: Apache-2.0
import Foundation

/// One piece of work of the embedding suite: texts of one length to be embedded at once.
struct EmbedWork {
    /// The name, such as `32x256`: texts, and tokens of each.
    let name: String

    /// The tokens of each text, the two special ones included.
    let length: Int

    /// The texts.
    let texts: [String]

    /// The texts' vectors by the reference.
    let expected: [[Float]]

    private struct Record: Decodable {
        var name: String
        var length: Int
        var texts: [String]
    }

    /// Reads all pieces of work.
    static func all(in folder: URL) throws -> [EmbedWork] {
        let records = try JSONDecoder().decode(
            [Record].self, from: Data(contentsOf: folder.appending(path: "works.json")))
        return try records.map { record in
            let file = try NumPyFile<Float>(contentsOf: folder.appending(path: "\(record.length).vectors.npy"))
            let width = file.shape[1]
            return EmbedWork(
                name: record.name, length: record.length, texts: record.texts,
                expected: record.texts.indices.map { Array(file.elements[$0 * width..<($0 + 1) * width]) })
        }
    }

    /// The least cosine of vectors of length 1 with the reference's.
    func leastCosine(_ vectors: [[Float]]) -> Double {
        zip(vectors, expected).map { vector, reference in
            zip(vector, reference).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }.min() ?? 0
    }

    /// Multiplications and additions of the linear layers and of attention.
    func operations(hidden: Int, inner: Int, layers: Int) -> Double {
        let linear = 2 * length * (4 * hidden * hidden + 2 * hidden * inner)
        return Double(texts.count * layers * (linear + 4 * length * length * hidden))
    }
}
