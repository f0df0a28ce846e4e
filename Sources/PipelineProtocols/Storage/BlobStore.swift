// SPDX-License-Identifier: Apache-2.0

/// Keeps files by key.
///
/// The laws, each tested by the `BlobStoreKit` of `PipelineConformance`:
///
/// - **O1** What was put is read back byte by byte, whole or by range.
/// - **O2** A reader sees one version or another, never a mixture, and never a part of an unfinished one.
/// - **O3** Of racing puts that require absence exactly one succeeds.
/// - **O4** A put that fails, also in the middle of its body, leaves what was there.
/// - **O5** A listing is in the order of the keys and complete.
public protocol BlobStore: Sendable {
    /// Stores an object.
    ///
    /// - Parameters:
    ///   - key: The object's key.
    ///   - body: Its bytes, piece by piece.
    ///   - condition: What must be so for the object to be stored.
    /// - Returns: What was stored, or that the condition did not hold.
    /// - Throws: ``PipelineError``; also for an error of the body.
    func put(
        _ key: BlobKey, _ body: some AsyncSequence<[UInt8], any Error> & Sendable, if condition: PutCondition
    ) async throws(PipelineError) -> PutOutcome

    /// Reads an object.
    ///
    /// - Parameters:
    ///   - key: The object's key.
    ///   - range: Which bytes; `nil` for all. What lies beyond the end is left out.
    /// - Returns: The bytes, piece by piece, or `nil` where there is no object.
    /// - Throws: ``PipelineError``.
    func get(_ key: BlobKey, range: Range<Int>?) async throws(PipelineError) -> BlobBody?

    /// Describes an object without reading it.
    ///
    /// - Parameter key: The object's key.
    /// - Returns: Its description, or `nil` where there is none.
    /// - Throws: ``PipelineError``.
    func info(_ key: BlobKey) async throws(PipelineError) -> BlobInfo?

    /// Removes an object; one that is not there is removed already.
    ///
    /// - Parameter key: The object's key.
    /// - Throws: ``PipelineError``.
    func delete(_ key: BlobKey) async throws(PipelineError)

    /// Lists objects in the order of their keys.
    ///
    /// - Parameters:
    ///   - prefix: What the keys begin with.
    ///   - key: The key to start after; `nil` to start at the first.
    ///   - limit: The most objects wanted.
    /// - Returns: Objects in the order of the UTF-8 bytes of their keys.
    /// - Throws: ``PipelineError``.
    func list(prefix: String, after key: BlobKey?, limit: Int) async throws(PipelineError) -> [BlobInfo]
}

/// The bytes of an object, piece by piece.
public typealias BlobBody = any AsyncSequence<[UInt8], any Error> & Sendable

/// What must be so for an object to be stored.
public enum PutCondition: Hashable, Sendable {
    /// Nothing; an object that is there is replaced.
    case always
    /// No object of that key is there.
    case absent
}

/// What became of a put.
public enum PutOutcome: Hashable, Sendable {
    /// The object is stored.
    case stored(BlobInfo)
    /// The condition did not hold; the description is of the object that is there.
    case refused(BlobInfo)
}

/// What is known of an object without reading it.
public struct BlobInfo: Hashable, Sendable, Codable {
    /// The object's key.
    public var key: BlobKey

    /// The number of its bytes.
    public var size: Int

    /// Describes an object.
    ///
    /// - Parameters:
    ///   - key: The object's key.
    ///   - size: The number of its bytes.
    public init(key: BlobKey, size: Int) {
        self.key = key
        self.size = size
    }
}
