// SPDX-License-Identifier: Apache-2.0

extension PolicyProgram {
    /// Whether a text passes a test for texts.
    func passes(_ instruction: Instruction, _ text: HashedText) -> Bool {
        switch instruction.operation {
        case .isIn: isInTable(instruction, text)
        case .hasPrefix, .hasSuffix, .containsIgnoringCase: matchesPattern(instruction, text.text.utf8.span)
        case .hasWord: hasWord(instruction, text.text.utf8.span)
        case .hasExtension: hasExtension(instruction, text.text.utf8.span)
        default: false
        }
    }

    /// Whether a text with this hash may be in a table; most texts that are not in it are ruled out.
    @inline(__always)
    func mayBeInTable(_ instruction: Instruction, _ hash: UInt64) -> Bool {
        let mask = Int(instruction.count)
        var place = Int(truncatingIfNeeded: hash) & mask
        while true {
            let found = data.tableHashes[Int(instruction.first) &+ place]
            if found == 0 { return false }
            if found == hash { return true }
            place = (place &+ 1) & mask
        }
    }

    /// Whether the document's name may pass a test, by the hashes that the context holds.
    func mayPass(_ instruction: Instruction, nameOf facts: ContextFacts) -> Bool {
        if instruction.operation == .hasExtension {
            let hash = facts.nameHashes.fileExtension
            return hash == 0 ? false : mayBeInTable(instruction, hash)
        }
        return facts.nameHashes.isComplete ? mayHaveWord(instruction, facts.nameHashes) : true
    }

    private func mayHaveWord(_ instruction: Instruction, _ name: borrowing FileNameHashes) -> Bool {
        // By way of a span: an element of an inline array that is read in place costs a copy of the array.
        let words = name.words.span
        for index in 0..<name.wordCount {
            if mayBeInTable(instruction, words[index]) { return true }
        }
        return false
    }

    private func isInTable(_ instruction: Instruction, _ text: HashedText) -> Bool {
        let mask = Int(instruction.count)
        var place = Int(truncatingIfNeeded: text.hash) & mask
        while true {
            let found = data.tableHashes[Int(instruction.first) &+ place]
            if found == 0 { return false }
            if found == text.hash, data.tableTexts[Int(instruction.first) &+ place] == text.text { return true }
            place = (place &+ 1) & mask
        }
    }

    /// Whether some bytes, with ASCII letters in lower case, are in a table of such texts.
    private func isInTable(
        _ instruction: Instruction,
        folded range: Range<Int>,
        of bytes: borrowing Span<UInt8>
    ) -> Bool {
        let value = FileNameHashes.hash(of: range, in: bytes)
        let mask = Int(instruction.count)
        var place = Int(truncatingIfNeeded: value) & mask
        while true {
            let found = data.tableHashes[Int(instruction.first) &+ place]
            if found == 0 { return false }
            if found == value {
                let text = data.tableTexts[Int(instruction.first) &+ place].utf8.span
                if text.count == range.count, Self.isFoldedMatch(text, bytes, at: range.lowerBound) { return true }
            }
            place = (place &+ 1) & mask
        }
    }

    private static func isFoldedMatch(
        _ pattern: borrowing Span<UInt8>,
        _ bytes: borrowing Span<UInt8>,
        at start: Int
    ) -> Bool {
        for offset in pattern.indices where pattern[offset] != bytes[start &+ offset].asciiFolded { return false }
        return true
    }

    private func matchesPattern(_ instruction: Instruction, _ bytes: borrowing Span<UInt8>) -> Bool {
        for number in Int(instruction.first)..<Int(instruction.first &+ instruction.count) {
            if matches(data.patterns[number], bytes, instruction.operation) { return true }
        }
        return false
    }

    private func matches(
        _ range: Range<Int32>,
        _ bytes: borrowing Span<UInt8>,
        _ operation: Instruction.Operation
    ) -> Bool {
        let last = bytes.count - range.count
        guard last >= 0 else { return false }
        switch operation {
        case .hasPrefix: return isMatch(range, bytes, at: 0)
        case .hasSuffix: return isMatch(range, bytes, at: last)
        default:
            for start in 0...last where isFoldedMatch(range, bytes, at: start) { return true }
            return false
        }
    }

    private func isMatch(_ range: Range<Int32>, _ bytes: borrowing Span<UInt8>, at start: Int) -> Bool {
        for offset in 0..<range.count where data.patternBytes[Int(range.lowerBound) &+ offset] != bytes[start &+ offset]
        {
            return false
        }
        return true
    }

    private func isFoldedMatch(_ range: Range<Int32>, _ bytes: borrowing Span<UInt8>, at start: Int) -> Bool {
        for offset in 0..<range.count
        where data.patternBytes[Int(range.lowerBound) &+ offset] != bytes[start &+ offset].asciiFolded {
            return false
        }
        return true
    }

    private func hasWord(_ instruction: Instruction, _ name: borrowing Span<UInt8>) -> Bool {
        let words = FileNameWords(name)
        var offset = words.stem.lowerBound
        while let word = words.next(from: offset, in: name) {
            if isInTable(instruction, folded: word, of: name) { return true }
            offset = word.upperBound
        }
        return false
    }

    private func hasExtension(_ instruction: Instruction, _ name: borrowing Span<UInt8>) -> Bool {
        guard let start = FileNameWords.startOfExtension(name) else { return false }
        return isInTable(instruction, folded: start..<name.count, of: name)
    }
}
