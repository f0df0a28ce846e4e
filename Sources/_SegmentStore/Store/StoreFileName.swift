// SPDX-License-Identifier: Apache-2.0

/// How the files of a store are called.
///
/// | name | what |
/// |---|---|
/// | `manifest.rag` | which segments count |
/// | `manifest.rag.new` | a manifest that is being written |
/// | `segment-17.lexical.rag` | a component of segment 17 |
/// | `deleted-17-4.rag` | the deleted rows of segment 17 as of generation 4 |
/// | `writer.lock` | what writers lock |
enum StoreFileName {
    static let manifest = "manifest.rag"
    static let newManifest = "manifest.rag.new"
    static let lock = "writer.lock"

    static func component(_ name: String, of segment: SegmentID) -> String {
        "segment-\(segment.rawValue).\(name).rag"
    }

    static func deletedRows(of segment: SegmentID, generation: Int) -> String {
        "deleted-\(segment.rawValue)-\(generation).rag"
    }

    /// Whether a text can be the name of a component, and so a part of a file's name.
    static func isComponent(_ name: String) -> Bool {
        (1...SegmentFileFormat.kindLength).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || isDigit(byte) || byte == UInt8(ascii: "-")
            }
    }

    /// Whether a file's name is one that a store makes, so that the file may be removed when no manifest names it.
    static func isOurs(_ name: String) -> Bool {
        guard name != newManifest else { return true }
        guard name.hasSuffix(".rag") else { return false }
        let stem = name.dropLast(4)
        if stem.hasPrefix("segment-") {
            let parts = stem.dropFirst(8).split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
            return parts.count == 2 && isNumber(parts[0]) && isComponent(String(parts[1]))
        }
        guard stem.hasPrefix("deleted-") else { return false }
        let parts = stem.dropFirst(8).split(separator: "-", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy(isNumber)
    }

    /// The greatest number in a file's name, or 0.
    static func highestNumber(in name: String) -> Int {
        name.utf8.split { !isDigit($0) }.compactMap { Int(String(decoding: $0, as: UTF8.self)) }
            .filter { $0 < Manifest.numberLimit }.max() ?? 0
    }

    private static func isNumber(_ text: Substring) -> Bool { !text.isEmpty && text.utf8.allSatisfy(isDigit) }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
