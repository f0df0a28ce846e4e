// SPDX-License-Identifier: Apache-2.0

/// A name as programmers write it, and the parts that it is made of: `HTTPServer2`, `snake_case`, `kebab-case`,
/// `dotted.names`, `paths/with.ext`, `Scoped::names`.
struct Identifier {
    /// What stands between two parts; the later the case, the larger what it joins.
    enum Joint: Int, CaseIterable, Comparable {
        /// A change of case, or of letters and digits.
        case letterCase
        /// An underscore.
        case underscore
        /// A hyphen.
        case hyphen
        /// A full stop.
        case fullStop
        /// A slash or two colons.
        case slash

        static func < (left: Joint, right: Joint) -> Bool { left.rawValue < right.rawValue }
    }

    /// A part that is not made of others, and what stands before it.
    struct Part {
        var range: Range<Int>
        /// `nil` before the first part.
        var joint: Joint?
    }

    /// The parts, in order.
    private(set) var parts: [Part] = []

    /// Where the identifier ends.
    private(set) var end = 0

    /// A joint is found, the part behind it not yet.
    private var pendingJoint: Joint?
    private var scan = CaseScan()

    /// Reads the identifier that begins at an offset, in place of the one before.
    ///
    /// - Parameters:
    ///   - text: Valid UTF-8.
    ///   - start: The offset of a letter, a number or a connector.
    mutating func read(in text: Span<UInt8>, at start: Int) {
        parts.removeAll(keepingCapacity: true)
        pendingJoint = nil
        let table = WordBreakClass.table
        end = start
        while end < text.count {
            let (next, behind) = WordBreakClass.read(text, at: end, table)
            switch next {
            case .letter, .hebrewLetter, .numeric:
                append(CaseScan.Kind(next, text.scalar(at: end).scalar), end..<behind)
            case .extend:
                extendPart(to: behind)
            case .connector:
                pendingJoint = max(pendingJoint ?? .underscore, .underscore)
            default:
                guard let width = joint(in: text, at: end, behind, table) else { return }
                end += width
                continue
            }
            end = behind
        }
    }

    /// The width of what joins the parts on both sides of an offset, or `nil` where the identifier ends.
    private mutating func joint(
        in text: Span<UInt8>, at offset: Int, _ behind: Int, _ table: [WordBreakClass]
    ) -> Int? {
        func isFollowedByWord(_ place: Int) -> Bool {
            guard place < text.count else { return false }
            let next = WordBreakClass.read(text, at: place, table).0
            return next == .letter || next == .hebrewLetter || next == .numeric || next == .connector
        }
        let found: Joint
        var place = behind
        switch text[offset] {
        case UInt8(ascii: "-"): found = .hyphen
        case UInt8(ascii: "."): found = .fullStop
        case UInt8(ascii: "/"): found = .slash
        case UInt8(ascii: ":") where behind < text.count && text[behind] == UInt8(ascii: ":"):
            found = .slash
            place = behind + 1
        default:
            // An apostrophe is a part of its word.
            let mark = text.scalar(at: offset).scalar
            guard mark == "'" || mark == "\u{2019}", pendingJoint == nil, isFollowedByWord(behind) else { return nil }
            extendPart(to: behind)
            return behind - offset
        }
        guard !parts.isEmpty, isFollowedByWord(place) else { return nil }
        pendingJoint = max(pendingJoint ?? found, found)
        return place - offset
    }

    /// Appends a letter or number, which may begin a part.
    private mutating func append(_ kind: CaseScan.Kind, _ range: Range<Int>) {
        guard !parts.isEmpty, pendingJoint == nil else {
            parts.append(Part(range: range, joint: parts.isEmpty ? nil : pendingJoint))
            pendingJoint = nil
            scan.begin(kind, at: range.lowerBound)
            return
        }
        switch scan.boundary(before: kind, at: range.lowerBound) {
        case let place? where place > parts[parts.count - 1].range.lowerBound:
            let open = parts.count - 1
            parts[open].range = parts[open].range.lowerBound..<place
            parts.append(Part(range: place..<range.upperBound, joint: .letterCase))
        case _ where parts[parts.count - 1].range.count >= UnicodeWordTokenizer.longestWord:
            parts.append(Part(range: range, joint: .letterCase))
        default:
            extendPart(to: range.upperBound)
        }
    }

    private mutating func extendPart(to offset: Int) {
        guard let last = parts.last, pendingJoint == nil else { return }
        parts[parts.count - 1].range = last.range.lowerBound..<offset
    }
}

/// The letters just read, for finding where the case of a name changes.
private struct CaseScan {
    /// What a character is to the boundaries inside a word.
    enum Kind {
        case capital
        case number
        case other

        init(_ breakClass: WordBreakClass, _ scalar: Unicode.Scalar) {
            if breakClass == .numeric {
                self = .number
            } else if scalar.isASCII ? scalar.value < 0x61 : scalar.properties.isUppercase {
                self = .capital
            } else {
                self = .other
            }
        }
    }

    private var last = Kind.other
    private var lastStart = 0
    private var capitals = 0

    mutating func begin(_ kind: Kind, at offset: Int) {
        last = kind
        lastStart = offset
        capitals = kind == .capital ? 1 : 0
    }

    /// Where a part ends before the next character, or `nil` where it goes on.
    mutating func boundary(before kind: Kind, at offset: Int) -> Int? {
        let capitalsBefore = capitals
        let lastBefore = (kind: last, start: lastStart)
        last = kind
        lastStart = offset
        capitals = kind == .capital ? capitalsBefore + 1 : 0
        switch (lastBefore.kind, kind) {
        case (.number, .number), (.other, .other), (.capital, .capital): return nil
        // The last of several capitals begins the next part, as the S of HTTPServer.
        case (.capital, .other): return capitalsBefore > 1 ? lastBefore.start : nil
        default: return offset
        }
    }
}
