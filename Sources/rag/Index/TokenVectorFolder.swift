// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import FoundationEssentials
import TextEmbeddings
import _VectorMath

/// Where the token vectors of an index lie: `vectors-1` in its folder, with a projection and an index of multi-vectors.
///
/// An index that is made anew writes to a folder of the next number, and its first commit names that one. So a replaced index and
/// its vectors are in force together until the moment in which both are replaced.
struct TokenVectorFolder {
    /// The number of the folder, from 1.
    let number: Int

    private let url: URL

    /// Names the folder of a number in the folder of an index.
    init(_ number: Int, in index: String) {
        self.number = number
        url = URL(filePath: index).appending(path: Self.prefix + "\(number)")
    }

    private static let prefix = "vectors-"

    /// The folder of the index of multi-vectors.
    var pages: String { url.appending(path: "pages").path }

    private var projectionFile: URL { url.appending(path: "projection.npy") }

    /// The numbers of all such folders in the folder of an index.
    static func numbers(in index: String) -> [Int] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: index)) ?? []
        return names.filter { $0.hasPrefix(prefix) }.compactMap { Int($0.dropFirst(prefix.count)) }
    }

    /// Removes the folder, if it is there.
    func remove() { try? FileManager.default.removeItem(at: url) }

    /// Reads the projection that was fitted on the collection: the mean in the first row, then the components.
    ///
    /// - Returns: The projection, or `nil` where there is none.
    func projection() throws -> TokenProjection? {
        guard FileManager.default.fileExists(atPath: projectionFile.path) else { return nil }
        let array = try NumPyFile.read(projectionFile.path)
        guard array.shape.count == 2, array.shape[0] >= 2 else {
            throw VectorMathError(
                .unexpectedArray, "\(projectionFile.path) has the shape \(array.shape), which is no projection")
        }
        let values = array.floats()
        return try TokenProjection(mean: Array(values[..<array.shape[1]]), basis: Array(values[array.shape[1]...]))
    }

    /// Writes the projection, all at once.
    func write(_ projection: TokenProjection) throws {
        let rows = NumPyArray(
            projection.mean + projection.basis, shape: [projection.dimension + 1, projection.inputDimension])
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            try Data(rows.encoded()).write(to: projectionFile, options: .atomic)
        } catch {
            throw OutputFailure(description: "\(projectionFile.path) cannot be written; is there space?")
        }
    }
}
#endif
