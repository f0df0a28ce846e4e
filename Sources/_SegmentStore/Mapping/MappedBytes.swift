// SPDX-License-Identifier: Apache-2.0

/// Bytes of a file where they lie; keeps the file open.
///
/// Two kinds of access: those that **throw** are for places that come out of a file, which may be damaged or hostile;
/// those of a `Span`, and of ``MappedArray``'s subscript, **trap** beyond the end and are for places that the caller has
/// checked. Neither ever reads outside.
@safe
package struct MappedBytes: Sendable {
    /// The file that the bytes belong to.
    package let file: MappedFile

    /// The number of bytes.
    package let count: Int

    @usableFromInline
    nonisolated(unsafe) let base: UnsafeRawPointer

    /// Bytes of a file; the range was checked when the file was opened.
    init(file: MappedFile, start: Int, count: Int) {
        precondition(start >= 0 && count >= 0 && start <= file.memory.count - count)
        self.file = file
        self.count = count
        unsafe self.base = file.memory.base + start
    }

    /// Whether there are none.
    package var isEmpty: Bool { count == 0 }

    /// All bytes; indexing beyond the end traps.
    package var bytes: RawSpan {
        @_lifetime(borrow self) @inlinable get {
            unsafe _overrideLifetime(RawSpan(_unsafeStart: base, byteCount: count), borrowing: self)
        }
    }

    /// A number, at any place: it need not be aligned.
    ///
    /// - Parameters:
    ///   - offset: Where its first byte lies.
    ///   - type: What it is.
    /// - Returns: The number.
    /// - Throws: A ``SegmentStoreError`` of code `corrupted` where it does not lie within the bytes.
    @inlinable
    package func load<Value: StoredScalar>(
        at offset: Int, as type: Value.Type
    ) throws(SegmentStoreError) -> Value {
        guard offset >= 0, offset <= count - MemoryLayout<Value>.size else { throw outside(offset) }
        return unsafe (base + offset).loadUnaligned(as: Value.self)
    }

    /// A part of the bytes.
    ///
    /// - Parameter range: Which bytes, counted from the first.
    /// - Returns: These bytes.
    /// - Throws: A ``SegmentStoreError`` of code `corrupted` where they do not lie within these.
    package func slice(_ range: Range<Int>) throws(SegmentStoreError) -> MappedBytes {
        guard range.lowerBound >= 0, range.upperBound <= count else { throw outside(range.upperBound) }
        var start = 0
        unsafe start = base - file.memory.base
        return MappedBytes(file: file, start: start + range.lowerBound, count: range.count)
    }

    /// The bytes as numbers, where they lie.
    ///
    /// - Parameter type: What they are.
    /// - Returns: The numbers.
    /// - Throws: A ``SegmentStoreError`` of code `corrupted` where they are not a whole number of values, or do not begin at
    ///   a multiple of a value's size; a section always does.
    package func array<Value: StoredScalar>(of type: Value.Type) throws(SegmentStoreError) -> MappedArray<Value> {
        let isAligned = unsafe UInt(bitPattern: base) % UInt(MemoryLayout<Value>.alignment) == 0
        guard count % MemoryLayout<Value>.stride == 0, isAligned else {
            throw SegmentStoreError(
                .corrupted, "\(file.name) is damaged: \(count) bytes are no array of \(type); index again")
        }
        return MappedArray(self)
    }

    /// A copy of the bytes.
    package func copy() -> [UInt8] {
        unsafe bytes.withUnsafeBytes { unsafe Array($0) }
    }

    /// A copy of bytes as text.
    ///
    /// - Parameter range: Which bytes.
    /// - Returns: The text.
    /// - Throws: A ``SegmentStoreError`` of code `corrupted` where they do not lie within these or are not UTF-8.
    package func string(_ range: Range<Int>) throws(SegmentStoreError) -> String {
        let slice = try slice(range)
        let text = unsafe slice.bytes.withUnsafeBytes { unsafe String(validating: $0, as: UTF8.self) }
        guard let text else {
            throw SegmentStoreError(.corrupted, "\(file.name) is damaged: a text is not UTF-8; index again")
        }
        return text
    }

    @usableFromInline
    func outside(_ offset: Int) -> SegmentStoreError {
        SegmentStoreError(
            .corrupted, "\(file.name) is damaged: it points to byte \(offset) of \(count); restore it, or index again")
    }
}
