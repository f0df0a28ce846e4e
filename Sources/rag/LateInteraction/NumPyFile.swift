// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import FoundationEssentials
import VDRMaxSim
import _CorpusFiles
import _VectorMath

/// Reads `.npy` files; errors name the file.
enum NumPyFile {
    /// The array in a file.
    static func read(_ path: String) throws -> NumPyArray {
        do {
            return try NumPyArray(parsing: bytes(path))
        } catch let error as VectorMathError {
            throw VectorMathError(error.code, "\(path): \(error.message)")
        }
    }

    /// The multi-vectors in files of rows, offsets and, for int8 codes, factors.
    static func batch(rows: String, offsets: String, scales: String? = nil) throws -> MultiVectorBatch {
        do {
            return try MultiVectorBatch(npy: bytes(rows), offsets: bytes(offsets), scales: scales.map(bytes))
        } catch let error as MaxSimError {
            throw MaxSimError(error.code, "\(rows): \(error.message)")
        }
    }

    private static func bytes(_ path: String) throws -> [UInt8] {
        do {
            return [UInt8](try Data(contentsOf: URL(filePath: path)))
        } catch {
            let reason = FileManager.default.fileExists(atPath: path) ? "cannot be read" : "no such file"
            throw CorpusError(.unreadable, file: path, "\(reason); expected a NumPy array (.npy)")
        }
    }
}
#endif
