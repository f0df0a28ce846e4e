// SPDX-License-Identifier: Apache-2.0

/// The norms of a segment's rows under one ranking function, where kernels find them.
@safe
package final class LengthNorms: Sendable {
    /// The number of distinct lengths.
    package let count: Int

    nonisolated(unsafe) let norms: UnsafePointer<Float>
    nonisolated(unsafe) let classNorms: UnsafePointer<Float>

    /// Keeps norms.
    ///
    /// - Parameters:
    ///   - norms: The norm of each distinct length, at least one.
    ///   - classNorms: The least norm of each of the 256 classes of lengths.
    package init(_ norms: [Float], classNorms: [Float]) {
        precondition(!norms.isEmpty && classNorms.count == PostingBlock.lengthClasses)
        count = norms.count
        unsafe self.norms = Self.copy(norms)
        unsafe self.classNorms = Self.copy(classNorms)
    }

    private static func copy(_ values: [Float]) -> UnsafePointer<Float> {
        let memory = UnsafeMutableBufferPointer<Float>.allocate(capacity: values.count)
        _ = unsafe memory.initialize(from: values)
        guard let start = memory.baseAddress else { preconditionFailure("there is at least one norm") }
        return unsafe UnsafePointer(start)
    }

    deinit {
        unsafe norms.deallocate()
        unsafe classNorms.deallocate()
    }
}
