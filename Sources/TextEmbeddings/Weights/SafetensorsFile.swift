// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// A file of weights, mapped into memory.
struct SafetensorsFile: Sendable {
    private let file: MappedWeights
    private let header: SafetensorsHeader

    /// Opens a file and checks its header.
    ///
    /// - Throws: ``TextEmbeddingsError`` with the code `unreadableFile`, `malformedJSON` or `malformedWeights`.
    init(path: String) throws(TextEmbeddingsError) {
        file = try ModelFile.map(path)
        do {
            let prefix = file.bytes(0..<min(SafetensorsHeader.lengthBytes, file.count))
            let length = try SafetensorsHeader.length(prefix, fileSize: file.count)
            let start = SafetensorsHeader.lengthBytes
            header = try SafetensorsHeader(json: file.bytes(start..<start + length)[...], fileSize: file.count)
        } catch {
            throw error.naming(path)
        }
    }

    /// A hash of the whole file.
    func hash() -> UInt64 { file.hash() }

    /// The shape of a tensor, or `nil` where there is none of that name.
    func shape(of name: String) -> [Int]? { header.entries[name]?.shape }

    /// The elements of a tensor in single precision.
    ///
    /// - Parameters:
    ///   - name: The tensor's name.
    ///   - shape: The shape that it has to have.
    /// - Returns: The elements in C order.
    /// - Throws: ``TextEmbeddingsError`` with the code `unexpectedTensor` where it is absent, of another shape or of no
    ///   floating-point type, and `notFinite` where an element is no finite number.
    /// - Complexity: O(elements), a copy.
    func floats(_ name: String, shape: [Int]) throws(TextEmbeddingsError) -> [Float] {
        guard let entry = header.entries[name] else {
            throw TextEmbeddingsError(.unexpectedTensor, "the weights have no tensor '\(name)'")
        }
        guard entry.shape == shape else {
            throw TextEmbeddingsError(
                .unexpectedTensor, "the tensor '\(name)' has the shape \(entry.shape), not \(shape)")
        }
        let range = header.dataStart + entry.bytes.lowerBound..<header.dataStart + entry.bytes.upperBound
        guard let values = floats(in: range, as: entry.elementType) else {
            throw TextEmbeddingsError(
                .unexpectedTensor, "the tensor '\(name)' holds \(entry.elementType.rawValue), not floating-point values"
            )
        }
        guard FiniteCheck.allFinite(values.span) else {
            throw TextEmbeddingsError(.notFinite, "the tensor '\(name)' holds a value that is no finite number")
        }
        return values
    }

    private func floats(in range: Range<Int>, as type: TensorEntry.ElementType) -> [Float]? {
        switch type {
        case .float32: file.array(of: Float.self, in: range)
        case .float16: file.array(of: UInt16.self, in: range).map(HalfPrecision.float)
        case .bfloat16: file.array(of: UInt16.self, in: range).map { Float(bitPattern: UInt32($0) << 16) }
        default: nil
        }
    }
}
