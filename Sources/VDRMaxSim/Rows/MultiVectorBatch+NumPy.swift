// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

extension MultiVectorBatch {
    /// Reads a batch from the bytes of NumPy's `.npy` files.
    ///
    /// - Parameters:
    ///   - rows: An array of `rows × dimension`: `float32`, `float16` (read as single precision), or `int8` codes.
    ///   - offsets: An array of whole numbers: where each document's rows begin, and at the end the number of all rows.
    ///   - scales: For `int8` codes an array of `rows` factors, `float32` or `float16`.
    /// - Throws: A ``MaxSimError`` of code `malformedArray`, `dimensionMismatch`, `invalidOffsets`, `noRows` or `notFinite`.
    public init(npy rows: [UInt8], offsets: [UInt8], scales: [UInt8]? = nil) throws(MaxSimError) {
        let array: NumPyArray
        let starts: [Int]
        let factors: [Float]?
        do throws(VectorMathError) {
            array = try NumPyArray(parsing: rows)
            starts = try NumPyArray(parsing: offsets).integers()
            factors = if let scales { try NumPyArray(parsing: scales).floats() } else { nil }
        } catch {
            throw MaxSimError(.malformedArray, error.message)
        }
        guard array.shape.count == 2 else {
            throw MaxSimError(.dimensionMismatch, "the rows have the shape \(array.shape); expected [rows, dimension]")
        }
        let dimension = array.shape[1]
        guard array.elementType == .int8 else {
            guard factors == nil else {
                throw MaxSimError(
                    .invalidParameter, "factors are given for rows that are no int8 codes; leave them out")
            }
            self = try MultiVectorBatch(array.floats(), offsets: starts, dimension: dimension)
            return
        }
        guard let factors, let codes = try? array.signedBytes() else {
            throw MaxSimError(.invalidParameter, "int8 rows need an array of one factor a row")
        }
        self = try MultiVectorBatch(codes: codes, scales: factors, offsets: starts, dimension: dimension)
    }

    /// The rows as the bytes of a `.npy` file of `float32`, `rowCount × dimension`.
    ///
    /// - Returns: The bytes that `numpy.load` reads.
    public func npyRows() -> [UInt8] {
        NumPyArray(values, shape: [rowCount, dimension]).encoded()
    }

    /// The offsets as the bytes of a `.npy` file of `int64`.
    ///
    /// - Returns: The bytes that `numpy.load` reads.
    public func npyOffsets() -> [UInt8] {
        NumPyArray(offsets, shape: [offsets.count]).encoded()
    }
}
