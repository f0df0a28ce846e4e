// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore

/// Writes the terms of a segment, ascending by their bytes, in groups of 16.
///
/// In a group every term but the first stores only what differs from the term before it. Lengths of postings are added up
/// within a group, so that a group knows where the postings of its first term begin and the others follow. Beside these
/// places a group keeps the first 8 bytes of its first term, by which most searches find their group.
struct TermDictionaryWriter {
    /// The terms of a group.
    static let groupSize = 16

    private var terms = ByteWriter()
    private var groups: [UInt64] = []
    private var count = 0
    private var previous: [UInt8] = []

    /// Adds the next term.
    ///
    /// - Parameters:
    ///   - term: Its UTF-8, after that of the term before.
    ///   - entry: What to remember; its postings and positions begin at or behind the end of those before.
    mutating func append(_ term: Span<UInt8>, _ entry: TermEntry) {
        let isFirst = count % Self.groupSize == 0
        if isFirst {
            groups.append(TermDictionary.key(of: term))
            groups.append(UInt64(terms.bytes.count))
            groups.append(UInt64(entry.postings.lowerBound))
            groups.append(UInt64(entry.positions.lowerBound))
        }
        var shared = 0
        if !isFirst {
            while shared < min(previous.count, term.count), previous[shared] == term[shared] { shared += 1 }
        }
        terms.append(shared)
        terms.append(term.count - shared)
        let suffix = (shared..<term.count).map { term[$0] }
        terms.append(raw: suffix)
        terms.append(entry.postingCount)
        terms.append(entry.postings.count)
        terms.append(entry.positions.count)
        previous.removeLast(previous.count - shared)
        previous.append(contentsOf: suffix)
        count += 1
    }

    /// Writes the sections of the dictionary.
    func write(into file: SegmentFileWriter) throws(SegmentStoreError) {
        try file.begin(section: TermDictionary.groupSection)
        try file.append(groups)
        try file.begin(section: TermDictionary.termSection)
        try file.append(terms.bytes)
    }
}
