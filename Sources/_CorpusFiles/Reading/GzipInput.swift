// SPDX-License-Identifier: Apache-2.0
import CZlib
import FoundationEssentials

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// An open stream of bytes: those of a gzip file decompressed, those of any other file as they are.
///
/// Which of the two it is, zlib tells from the first bytes (RFC 1952), not from the name. Several gzip members in one
/// file are read as one stream. All unsafe code of the target is in this type.
@safe
struct GzipInput: ~Copyable {
    private let name: String
    private let stream: gzFile

    /// Opens a source.
    ///
    /// - Parameter source: The file or descriptor.
    /// - Throws: ``CorpusError`` with the code `notFound` or `unreadable`.
    init(_ source: ByteSource) throws(CorpusError) {
        let opened =
            switch source {
            case .file(let path): unsafe gzopen(path, "rb")
            case .descriptor(let descriptor, _): unsafe gzdopen(dup(descriptor), "rb")
            }
        guard let stream = unsafe opened else { throw Self.failureToOpen(source) }
        unsafe gzbuffer(stream, 1 << 17)
        self.name = source.name
        unsafe self.stream = stream
    }

    deinit {
        unsafe gzclose_r(stream)
    }

    /// Reads the next bytes, as many as fit; fewer only at the end.
    ///
    /// - Parameter buffer: Where they go, from its start.
    /// - Returns: How many bytes were read; 0 at the end.
    /// - Throws: ``CorpusError`` with the code `unreadable` or `corruptGzip`.
    mutating func read(into buffer: inout [UInt8]) throws(CorpusError) -> Int {
        let capacity = UInt32(clamping: min(buffer.count, Int(Int32.max)))
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in unsafe gzread(stream, bytes.baseAddress, capacity) }
        // A stream that stops early still delivers what it had, and reports the reason beside it.
        if count < Int(capacity) { try checkStream() }
        return Int(max(count, 0))
    }

    /// The bytes of the source that were read so far, compressed ones as they are stored; 0 where the source cannot say.
    var bytesRead: Int { max(0, unsafe Int(gzoffset(stream))) }

    /// The length of a file as it is stored.
    ///
    /// - Parameter path: The file, or a symbolic link to it.
    /// - Returns: The bytes, or `nil` where there is no such file.
    static func byteCount(ofFile path: String) -> Int? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Int(status.st_size) : nil
    }

    private func checkStream() throws(CorpusError) {
        var status: Int32 = Z_OK
        let text = unsafe gzerror(stream, &status)
        guard status != Z_OK, status != Z_STREAM_END else { return }
        let reason = unsafe text.map { unsafe String(cString: $0) } ?? "zlib status \(status)"
        if status == Z_ERRNO { throw CorpusError(.unreadable, file: name, "cannot be read (\(reason))") }
        throw CorpusError(
            .corruptGzip,
            file: name,
            "the gzip stream is damaged or stops early (\(reason)); fetch or compress it again"
        )
    }

    private static func failureToOpen(_ source: ByteSource) -> CorpusError {
        if case .file(let path) = source, !FileManager.default.fileExists(atPath: path) {
            return CorpusError(.notFound, file: path, "no such file; check the path")
        }
        return CorpusError(.unreadable, file: source.name, "cannot be opened; check its permissions")
    }
}
