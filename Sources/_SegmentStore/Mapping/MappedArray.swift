// SPDX-License-Identifier: Apache-2.0

/// Numbers of a file where they lie; keeps the file open.
///
/// Size and alignment were checked when it was made, so access costs what it costs in an array. An index that comes out of
/// a file must be checked before it is used here: beyond the end the program stops.
@safe
package struct MappedArray<Element: StoredScalar>: RandomAccessCollection, Sendable {
    /// The bytes of the numbers.
    package let bytes: MappedBytes

    package let count: Int

    @usableFromInline
    nonisolated(unsafe) let start: UnsafePointer<Element>

    init(_ bytes: MappedBytes) {
        self.bytes = bytes
        self.count = bytes.count / MemoryLayout<Element>.stride
        unsafe self.start = bytes.base.assumingMemoryBound(to: Element.self)
    }

    @inlinable package var startIndex: Int { 0 }

    @inlinable package var endIndex: Int { count }

    @inlinable
    package subscript(index: Int) -> Element {
        precondition(index >= 0 && index < count, "an index beyond the end of a mapped array")
        return unsafe start[index]
    }

    /// All numbers, for kernels and loops.
    package var span: Span<Element> {
        @_lifetime(borrow self) @inlinable get {
            unsafe _overrideLifetime(Span(_unsafeStart: start, count: count), borrowing: self)
        }
    }
}
