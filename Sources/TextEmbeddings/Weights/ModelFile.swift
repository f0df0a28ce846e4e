// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// Reads the files of a model's folder; errors name the file.
enum ModelFile {
    /// The longest description or vocabulary that is read: many times the longest in use.
    static let maximumSize = 256 << 20

    static func map(_ path: String) throws(TextEmbeddingsError) -> MappedWeights {
        do throws(VectorMathError) {
            return try MappedWeights(path: path)
        } catch {
            throw TextEmbeddingsError(.unreadableFile, "\(path): \(error.message)")
        }
    }

    /// All bytes of a file.
    static func read(_ path: String) throws(TextEmbeddingsError) -> [UInt8] {
        let file = try map(path)
        guard file.count <= maximumSize else {
            throw TextEmbeddingsError(.unreadableFile, "\(path): \(file.count) bytes are too many for such a file")
        }
        return file.bytes(0..<file.count)
    }

    /// All bytes of a file, or `nil` where it cannot be opened.
    static func readIfPresent(_ path: String) throws(TextEmbeddingsError) -> [UInt8]? {
        MappedWeights.exists(path) ? try read(path) : nil
    }

    /// The JSON value in a file.
    static func json(_ path: String) throws(TextEmbeddingsError) -> JSONValue {
        do {
            return try JSONParser.parse(try read(path)[...])
        } catch  where error.code == .malformedJSON {
            throw error.naming(path)
        } catch {
            throw error
        }
    }

    /// The JSON value in a file, or `nil` where there is none.
    static func jsonIfPresent(_ path: String) throws(TextEmbeddingsError) -> JSONValue? {
        MappedWeights.exists(path) ? try json(path) : nil
    }
}
