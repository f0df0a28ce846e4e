// SPDX-License-Identifier: Apache-2.0

/// Folded text that is being written, in UTF-8.
struct FoldedText {
    /// What was written.
    private(set) var bytes: [UInt8] = []

    /// The last scalar, with which a mark may still join.
    private(set) var last: Unicode.Scalar?

    /// Begins anew and keeps the memory.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        last = nil
    }

    /// Forgets what stands before an offset.
    mutating func removeFirst(_ count: Int) { bytes.removeFirst(count) }

    /// Ends a unit: what follows joins with nothing before it.
    mutating func endUnit() { last = nil }

    /// Appends a scalar.
    mutating func append(_ scalar: Unicode.Scalar) {
        bytes.append(scalar)
        last = scalar
    }

    /// Appends a byte of ASCII.
    mutating func append(ascii byte: UInt8) {
        bytes.append(byte)
        last = Unicode.Scalar(byte)
    }

    /// Appends a scalar, joined with the last one where they make one.
    mutating func compose(_ scalar: Unicode.Scalar) {
        if let last, let composed = CompositionTable.composition(last, scalar) {
            bytes.removeLast(UTF8.width(last))
            append(composed)
        } else {
            append(scalar)
        }
    }
}
