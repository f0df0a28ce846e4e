// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore

/// The terms of a segment in a mapped file, ascending by their bytes; see ``TermDictionaryWriter`` for the layout.
///
/// A look-up reads the first terms of O(log groups) groups and then one group; nothing is loaded when a segment is opened.
struct TermDictionary: Sendable {
    static let groupSection = "term groups"
    static let termSection = "terms"

    /// Of each group the key of its first term and where its terms, postings and positions begin.
    private let groups: MappedArray<UInt64>
    private let terms: MappedBytes

    /// Opens the dictionary of a file.
    init(_ file: MappedFile) throws(SegmentStoreError) {
        groups = try file.section(Self.groupSection).array(of: UInt64.self)
        terms = try file.section(Self.termSection)
        guard groups.count % 4 == 0, groups.isEmpty == terms.isEmpty else { throw damaged() }
    }

    private var groupCount: Int { groups.count / 4 }

    private func damaged() -> SegmentStoreError {
        SegmentStoreError(.corrupted, "\(terms.file.name) is damaged: its terms contradict each other; index again")
    }

    /// The first 8 bytes of a term as a number that orders like them; zeros behind a shorter one.
    static func key(of term: Span<UInt8>) -> UInt64 {
        var key: UInt64 = 0
        for index in 0..<8 { key = key << 8 | (index < term.count ? UInt64(term[index]) : 0) }
        return key
    }

    /// Finds a term.
    ///
    /// - Complexity: O(log terms).
    func find(_ term: String) throws(SegmentStoreError) -> TermEntry? {
        let wanted = Array(term.utf8)
        var walk = try walk(from: wanted)
        var left = TermDictionaryWriter.groupSize
        while left > 0, let entry = try walk.next() {
            if walk.term == wanted { return entry }
            left -= 1
        }
        return nil
    }

    /// The terms that begin with a prefix, in order.
    ///
    /// - Parameters:
    ///   - prefix: The first characters of a term.
    ///   - limit: The most terms to return.
    /// - Complexity: O(log terms + terms returned).
    func terms(beginningWith prefix: String, limit: Int) throws(SegmentStoreError) -> [(term: String, entry: TermEntry)] {
        let wanted = Array(prefix.utf8)
        var found: [(term: String, entry: TermEntry)] = []
        var walk = try walk(from: wanted)
        while found.count < limit, let entry = try walk.next() {
            if walk.term.starts(with: wanted) {
                found.append((term: String(decoding: walk.term, as: UTF8.self), entry: entry))
            } else if wanted.lexicographicallyPrecedes(walk.term) {
                break
            }
        }
        return found
    }

    /// Walks over all terms.
    func walk() -> Walk { Walk(self, group: 0) }

    /// Walks from the group that holds the first term not before a given one.
    private func walk(from term: [UInt8]) throws(SegmentStoreError) -> Walk {
        let key = Self.key(of: term.span)
        var low = 0
        var high = groupCount
        while high - low > 1 {
            let middle = (low + high) / 2
            let other = groups[4 * middle]
            let isBehind = other == key ? try startsBehind(term, group: middle) : other > key
            if isBehind { high = middle } else { low = middle }
        }
        return Walk(self, group: low)
    }

    /// Whether the first term of a group comes after a given one.
    private func startsBehind(_ term: [UInt8], group: Int) throws(SegmentStoreError) -> Bool {
        guard var offset = Int(exactly: groups[4 * group + 1]), try terms.integer(at: &offset) == 0 else { throw damaged() }
        let length = try terms.integer(at: &offset)
        guard length <= terms.count - offset else { throw damaged() }
        let first = terms.bytes.extracting(offset..<offset + length)
        for index in 0..<min(length, term.count) {
            let byte = unsafe first.unsafeLoad(fromByteOffset: index, as: UInt8.self)
            if byte != term[index] { return byte > term[index] }
        }
        return length > term.count
    }

    /// Terms in order, one after the other.
    struct Walk {
        /// The UTF-8 of the term that was returned last.
        private(set) var term: [UInt8] = []

        private let dictionary: TermDictionary
        private var group: Int
        private var place = TermDictionaryWriter.groupSize
        private var offset = 0
        private var postings = 0
        private var positions = 0

        fileprivate init(_ dictionary: TermDictionary, group: Int) {
            self.dictionary = dictionary
            self.group = group - 1
        }

        /// What the dictionary knows of the next term; `nil` behind the last one.
        mutating func next() throws(SegmentStoreError) -> TermEntry? {
            if place == TermDictionaryWriter.groupSize {
                guard group + 1 < dictionary.groupCount else { return nil }
                group += 1
                place = 0
                offset = try start(1)
                postings = try start(2)
                positions = try start(3)
            } else if offset == dictionary.terms.count {
                return nil
            }
            place += 1
            return try read()
        }

        /// Where the terms (1), postings (2) or positions (3) of the group begin.
        private func start(_ part: Int) throws(SegmentStoreError) -> Int {
            guard let start = Int(exactly: dictionary.groups[4 * group + part]) else { throw dictionary.damaged() }
            return start
        }

        private mutating func read() throws(SegmentStoreError) -> TermEntry {
            let dictionary = dictionary
            let shared = try integer()
            let suffix = try integer()
            guard shared <= term.count, offset <= dictionary.terms.count, suffix <= dictionary.terms.count - offset
            else { throw dictionary.damaged() }
            term.removeLast(term.count - shared)
            let bytes = dictionary.terms.bytes.extracting(offset..<offset + suffix)
            unsafe bytes.withUnsafeBytes { unsafe term.append(contentsOf: $0) }
            offset += suffix
            let count = try integer()
            let postingBytes = try integer()
            let positionBytes = try integer()
            let (postingEnd, isTooLong) = postings.addingReportingOverflow(postingBytes)
            let (positionEnd, isTooFar) = positions.addingReportingOverflow(positionBytes)
            guard count > 0, !isTooLong, !isTooFar else { throw dictionary.damaged() }
            let entry = TermEntry(
                postingCount: count, postings: postings..<postingEnd, positions: positions..<positionEnd)
            postings = postingEnd
            positions = positionEnd
            return entry
        }

        private mutating func integer() throws(SegmentStoreError) -> Int {
            try dictionary.terms.integer(at: &offset)
        }
    }
}
