// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import FoundationEssentials
import _CorpusFiles
import _VectorMath

/// Reads `.npy` files.
enum NumPyFile {
    /// The array in a file; errors name the file.
    static func read(_ path: String) throws -> NumPyArray {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw CorpusError(.unreadable, file: path, "cannot be read: \(error)")
        }
        do {
            return try NumPyArray(parsing: [UInt8](bytes))
        } catch {
            throw VectorMathError(error.code, "\(path): \(error.message)")
        }
    }
}
#endif
