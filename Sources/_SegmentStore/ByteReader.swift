// SPDX-License-Identifier: Apache-2.0

/// Reads what a ``ByteWriter`` wrote; anything else is an error, never a crash.
package struct ByteReader {
    private var rest: ArraySlice<UInt8>
    private let name: String

    /// Starts at the front of bytes.
    ///
    /// - Parameters:
    ///   - bytes: What to read.
    ///   - name: Where the bytes come from, for errors.
    package init(_ bytes: ArraySlice<UInt8>, name: String) {
        self.rest = bytes
        self.name = name
    }

    /// Whether everything is read.
    package var isAtEnd: Bool { rest.isEmpty }

    /// Reads a whole number of variable length.
    package mutating func integer() throws(SegmentStoreError) -> Int {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 63, by: 7) {
            guard let byte = rest.popFirst() else { throw damaged() }
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return Int(number) }
        }
        throw damaged()
    }

    /// Reads four bytes.
    package mutating func fixed() throws(SegmentStoreError) -> UInt32 {
        guard rest.count >= 4 else { throw damaged() }
        defer { rest = rest.dropFirst(4) }
        return rest.prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Reads eight bytes.
    package mutating func fixed64() throws(SegmentStoreError) -> UInt64 {
        let low = UInt64(try fixed())
        return low | UInt64(try fixed()) << 32
    }

    /// Reads a text.
    package mutating func string() throws(SegmentStoreError) -> String {
        let length = try integer()
        guard length <= rest.count, let text = String(validating: rest.prefix(length), as: UTF8.self) else {
            throw damaged()
        }
        rest = rest.dropFirst(length)
        return text
    }

    private func damaged() -> SegmentStoreError {
        SegmentStoreError(.corrupted, "\(name) is damaged: its contents contradict each other; index again")
    }
}
