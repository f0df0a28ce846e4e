// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import FoundationEssentials
import TextEmbeddings
import VDRMaxSim
import _VectorMath

/// The file of the projection that an index's token vectors have gone through.
///
/// Eight bytes name the format and its version, eight are the XXH64 hash of what follows in little-endian order, and then comes an
/// array in NumPy's format: the mean in the first row, the components in those below. A projection that is off by a bit would
/// turn every later vector a little, which no ranking shows; so a damaged file is refused as a whole.
struct ProjectionFile {
    private let url: URL

    /// Names a file.
    init(_ url: URL) { self.url = url }

    private static let signature: [UInt8] = Array("RAGPROJ".utf8)
    private static let version = UInt8(ascii: "1")
    private static let headerSize = 16

    /// Reads the projection.
    ///
    /// - Returns: The projection, or `nil` where there is no file.
    /// - Throws: A `MaxSimError` of code `corruptedIndex` or `unsupportedVersion`, or `inputOutput` where the file cannot be read.
    func read() throws -> TokenProjection? {
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        let bytes: [UInt8]
        do {
            bytes = [UInt8](try Data(contentsOf: url))
        } catch {
            throw MaxSimError(.inputOutput, "\(url.path) cannot be read; may you read it?")
        }
        guard bytes.count > Self.headerSize, bytes.starts(with: Self.signature) else { throw damaged }
        guard bytes[7] == Self.version else {
            throw MaxSimError(
                .unsupportedVersion, "\(url.path) was written by a newer version; use that one, or index again")
        }
        let content = Array(bytes[Self.headerSize...])
        guard Self.checksum(of: content) == Array(bytes[8..<Self.headerSize]) else { throw damaged }
        do {
            let array = try NumPyArray(parsing: content)
            guard array.shape.count == 2, array.shape[0] >= 2 else { throw damaged }
            let values = array.floats()
            let width = array.shape[1]
            return try TokenProjection(mean: Array(values[..<width]), basis: Array(values[width...]))
        } catch {
            throw damaged
        }
    }

    /// Writes a projection, all at once.
    ///
    /// - Throws: ``OutputFailure``.
    func write(_ projection: TokenProjection) throws {
        let content = NumPyArray(
            projection.mean + projection.basis, shape: [projection.dimension + 1, projection.inputDimension]
        ).encoded()
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            let bytes = Self.signature + [Self.version] + Self.checksum(of: content) + content
            try Data(bytes).write(to: url, options: .atomic)
        } catch {
            throw OutputFailure(description: "\(url.path) cannot be written; is there space?")
        }
    }

    private static func checksum(of bytes: [UInt8]) -> [UInt8] {
        let hash = XXHash64.hash(bytes)
        return (0..<8).map { UInt8(truncatingIfNeeded: hash >> (8 * $0)) }
    }

    private var damaged: MaxSimError {
        MaxSimError(.corruptedIndex, "\(url.path) is damaged; index again without --update")
    }
}
#endif
