// SPDX-License-Identifier: Apache-2.0

/// Memory that begins at a multiple of 64 bytes, written once and then only read: what a query is packed into.
struct PackedMemory: Sendable {
    private let storage: [UInt8]

    private static let alignment = 64

    /// Takes memory and has it written.
    ///
    /// - Parameters:
    ///   - byteCount: Its size.
    ///   - write: Receives its zeroed bytes.
    init(byteCount: Int, _ write: (UnsafeMutableRawPointer) -> Void) {
        var storage = [UInt8](repeating: 0, count: byteCount + Self.alignment)
        unsafe storage.withUnsafeMutableBytes { bytes in
            guard let address = bytes.baseAddress else { return }
            unsafe write(address.alignedUp(toMultipleOf: Self.alignment))
        }
        self.storage = storage
    }

    /// Lends the address of the first byte.
    func withAddress<Result>(_ body: (UnsafeRawPointer) -> Result) -> Result {
        // The array was never empty and is never changed, and so never moved.
        unsafe storage.withUnsafeBytes { bytes in
            guard let address = bytes.baseAddress else { preconditionFailure("packed memory is never empty") }
            return unsafe body(address.alignedUp(toMultipleOf: Self.alignment))
        }
    }
}
