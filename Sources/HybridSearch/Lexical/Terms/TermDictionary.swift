// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore

/// The terms of a segment in a mapped file, ascending by their bytes; see ``TermDictionaryWriter`` for the layout.
///
/// A look-up searches the keys of every sixteenth group, which are held in memory side by side, then those of sixteen groups,
/// and reads one group. The keys in memory are all that is read when a segment is opened.
struct TermDictionary: Sendable {
    static let groupSection = "term groups"
    static let termSection = "terms"

    /// Of each group the key of its first term and where its terms, postings and positions begin.
    private let groups: MappedArray<UInt64>
    private let terms: MappedBytes
    /// The key of the first group, and of every ``sampledGroups``th behind it.
    private let sampledKeys: [UInt64]
    /// The rows of the segment; no term has more postings.
    private let rowCount: Int

    private static let sampledGroups = 16

    /// Opens the dictionary of a file.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - rowCount: The rows of the segment.
    /// - Throws: A ``SegmentStoreError`` of code `corrupted` for sections that contradict each other.
    init(_ file: MappedFile, rowCount: Int) throws(SegmentStoreError) {
        self.rowCount = rowCount
        let groups = try file.section(Self.groupSection).array(of: UInt64.self)
        self.groups = groups
        terms = try file.section(Self.termSection)
        sampledKeys = Self.sample(groups.span)
        guard groups.count % 4 == 0, groups.isEmpty == terms.isEmpty else { throw damaged() }
    }

    private static func sample(_ groups: Span<UInt64>) -> [UInt64] {
        var keys: [UInt64] = []
        for place in stride(from: 0, to: groups.count, by: 4 * sampledGroups) { keys.append(groups[place]) }
        return keys
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
        let utf8 = term.utf8
        return try find(utf8.span)
    }

    private func find(_ wanted: Span<UInt8>) throws(SegmentStoreError) -> TermEntry? {
        guard groupCount > 0 else { return nil }
        let group = try group(of: wanted)
        let bytes = terms.bytes
        var offset = try start(1, of: group)
        var postings = try start(2, of: group)
        var positions = try start(3, of: group)
        // How many bytes the wanted term has in common with the one before, which is less.
        var matched = 0
        for place in 0..<TermDictionaryWriter.groupSize where place == 0 || offset < bytes.byteCount {
            let shared = try integer(of: bytes, at: &offset)
            let suffix = try integer(of: bytes, at: &offset)
            guard suffix <= bytes.byteCount - offset else { throw damaged() }
            // Where the terms share less than what matched, this one is greater than the wanted one.
            if shared < matched { return nil }
            var isFound = false
            if shared == matched {
                let end = offset + suffix
                var next = offset
                while next < end, matched < wanted.count, byte(of: bytes, at: next) == wanted[matched] {
                    next += 1
                    matched += 1
                }
                isFound = next == end && matched == wanted.count
                if !isFound, next < end {
                    guard matched < wanted.count else { return nil }
                    if byte(of: bytes, at: next) > wanted[matched] { return nil }
                }
            }
            offset += suffix
            let entry = try entry(of: bytes, at: &offset, postings, positions)
            if isFound { return entry }
            postings = entry.postings.upperBound
            positions = entry.positions.upperBound
        }
        return nil
    }

    /// A byte within some bytes.
    private func byte(of bytes: RawSpan, at offset: Int) -> UInt8 {
        precondition(offset >= 0 && offset < bytes.byteCount)
        return unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }

    /// Reads a whole number of variable length.
    private func integer(of bytes: RawSpan, at offset: inout Int) throws(SegmentStoreError) -> Int {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 63 {
            guard offset < bytes.byteCount else { throw damaged() }
            let byte = byte(of: bytes, at: offset)
            offset += 1
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return Int(number) }
            shift += 7
        }
        throw damaged()
    }

    /// Reads what stands behind the bytes of a term.
    private func entry(
        of bytes: RawSpan, at offset: inout Int, _ postings: Int, _ positions: Int
    ) throws(SegmentStoreError) -> TermEntry {
        let count = try integer(of: bytes, at: &offset)
        let (postingEnd, isTooLong) = postings.addingReportingOverflow(try integer(of: bytes, at: &offset))
        let (positionEnd, isTooFar) = positions.addingReportingOverflow(try integer(of: bytes, at: &offset))
        guard (1...rowCount).contains(count), !isTooLong, !isTooFar else { throw damaged() }
        return TermEntry(postingCount: count, postings: postings..<postingEnd, positions: positions..<positionEnd)
    }

    /// Where the terms (1), postings (2) or positions (3) of a group begin.
    private func start(_ part: Int, of group: Int) throws(SegmentStoreError) -> Int {
        let groups = groups.span
        guard let start = Int(exactly: groups[4 * group + part]) else { throw damaged() }
        return start
    }

    /// The terms that begin with a prefix, in order.
    ///
    /// - Parameters:
    ///   - prefix: The first characters of a term.
    ///   - limit: The most terms to return.
    /// - Returns: The terms with what the dictionary knows of them.
    /// - Throws: A `SegmentStoreError`.
    /// - Complexity: O(log terms + terms returned).
    func terms(beginningWith prefix: String, limit: Int) throws(SegmentStoreError) -> [(term: String, entry: TermEntry)]
    {
        let wanted = Array(prefix.utf8)
        var found: [(term: String, entry: TermEntry)] = []
        guard groupCount > 0 else { return [] }
        var walk = Walk(self, group: try group(of: wanted.span))
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

    /// The group that holds the first term not before a given one.
    private func group(of term: Span<UInt8>) throws(SegmentStoreError) -> Int {
        let key = Self.key(of: term)
        let groups = groups.span
        let sample = Self.last(of: sampledKeys.span, in: sampledKeys.indices, below: key)
        let first = sample * Self.sampledGroups
        var low = Self.last(of: groups, width: 4, in: first..<min(first + Self.sampledGroups, groupCount), below: key)
        guard low + 1 < groupCount, groups[4 * (low + 1)] == key else { return low }
        // Of groups with the same key, their first terms decide.
        var high = groupCount
        while high - low > 1 {
            let middle = (low + high) / 2
            let other = groups[4 * middle]
            let isBehind = other == key ? try startsBehind(term, group: middle) : other > key
            if isBehind { high = middle } else { low = middle }
        }
        return low
    }

    /// The last of some ascending keys that is less than another one; the first of them where none is.
    private static func last(of keys: Span<UInt64>, width: Int = 1, in range: Range<Int>, below key: UInt64) -> Int {
        var low = range.lowerBound
        var count = range.count
        while count > 1 {
            let half = count / 2
            low += keys[width * (low + half)] < key ? half : 0
            count -= half
        }
        return low
    }

    /// Whether the first term of a group comes after a given one.
    private func startsBehind(_ term: Span<UInt8>, group: Int) throws(SegmentStoreError) -> Bool {
        let bytes = terms.bytes
        var offset = try start(1, of: group)
        guard try integer(of: bytes, at: &offset) == 0 else { throw damaged() }
        let length = try integer(of: bytes, at: &offset)
        guard length <= bytes.byteCount - offset else { throw damaged() }
        for index in 0..<min(length, term.count) {
            let byte = byte(of: bytes, at: offset + index)
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
        private var isAtStart = true
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
                try enterNextGroup()
            } else if offset == dictionary.terms.count {
                return nil
            }
            place += 1
            return try read()
        }

        /// Goes on to the next group, which begins where the one before ends.
        ///
        /// Groups that overlapped would let a walk meet the same terms again and again, and take far longer than the
        /// file is.
        private mutating func enterNextGroup() throws(SegmentStoreError) {
            let ends = (offset, postings, positions)
            group += 1
            place = 0
            offset = try dictionary.start(1, of: group)
            postings = try dictionary.start(2, of: group)
            positions = try dictionary.start(3, of: group)
            guard isAtStart || ends == (offset, postings, positions) else { throw dictionary.damaged() }
            isAtStart = false
            term.removeAll(keepingCapacity: true)
        }

        private mutating func read() throws(SegmentStoreError) -> TermEntry {
            let dictionary = dictionary
            let bytes = dictionary.terms.bytes
            let shared = try dictionary.integer(of: bytes, at: &offset)
            let suffix = try dictionary.integer(of: bytes, at: &offset)
            guard shared <= term.count, suffix <= bytes.byteCount - offset else { throw dictionary.damaged() }
            term.removeLast(term.count - shared)
            let rest = bytes.extracting(offset..<offset + suffix)
            unsafe rest.withUnsafeBytes { unsafe term.append(contentsOf: $0) }
            offset += suffix
            let entry = try dictionary.entry(of: bytes, at: &offset, postings, positions)
            postings = entry.postings.upperBound
            positions = entry.positions.upperBound
            return entry
        }
    }
}
