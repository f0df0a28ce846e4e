// SPDX-License-Identifier: Apache-2.0

/// The header of a file of weights in the safetensors format: names, shapes and places of all tensors.
///
/// The format is eight bytes of length, little-endian, that many bytes of JSON, and the elements
/// (https://huggingface.co/docs/safetensors). Every rule of the format is checked before anything else is believed: elements lie one
/// tensor behind the other, without overlap or gap, and end where the file ends.
struct SafetensorsHeader: Sendable {
    /// The longest header, that of the reference implementation.
    static let maximumLength = 100_000_000

    /// The bytes in front of the JSON text.
    static let lengthBytes = 8

    /// The tensors by name.
    let entries: [String: TensorEntry]

    /// Where the elements begin in the file.
    let dataStart: Int

    /// The length that the first eight bytes of a file declare.
    ///
    /// - Throws: ``TextEmbeddingsError/Code/malformedWeights`` where the file cannot hold such a header.
    static func length(_ prefix: [UInt8], fileSize: Int) throws(TextEmbeddingsError) -> Int {
        guard prefix.count == lengthBytes, fileSize >= lengthBytes else {
            throw TextEmbeddingsError(.malformedWeights, "the file is too short for a header")
        }
        let length = prefix.reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        guard length <= UInt64(maximumLength), Int(length) <= fileSize - lengthBytes else {
            throw TextEmbeddingsError(
                .malformedWeights, "the file declares a header of \(length) bytes, but has \(fileSize) in all")
        }
        return Int(length)
    }

    /// Reads a header.
    ///
    /// - Parameters:
    ///   - json: The JSON text.
    ///   - fileSize: The bytes of the whole file.
    /// - Throws: ``TextEmbeddingsError`` with the code `malformedJSON` or `malformedWeights`.
    /// - Complexity: O(bytes + tensors · log tensors).
    init(json: ArraySlice<UInt8>, fileSize: Int) throws(TextEmbeddingsError) {
        dataStart = Self.lengthBytes + json.count
        guard let members = try JSONParser.parse(json).members else {
            throw TextEmbeddingsError(.malformedWeights, "the header is no object")
        }
        var entries: [TensorEntry] = []
        for member in members where member.name != "__metadata__" { entries.append(try TensorEntry(member)) }
        var end = 0
        // An empty tensor goes in front of the one that begins where it does.
        entries.sort { ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound) }
        for entry in entries {
            guard entry.bytes.lowerBound == end else {
                let what = entry.bytes.lowerBound < end ? "overlaps the tensor before it" : "leaves a gap before it"
                throw TextEmbeddingsError(.malformedWeights, "the tensor '\(entry.name.prefix(80))' \(what)")
            }
            end = entry.bytes.upperBound
        }
        guard end == fileSize - dataStart else {
            throw TextEmbeddingsError(
                .malformedWeights, "the tensors take \(end) bytes, but the file holds \(fileSize - dataStart)")
        }
        self.entries = Dictionary(entries.map { ($0.name, $0) }) { first, _ in first }
    }
}
