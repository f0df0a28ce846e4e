// SPDX-License-Identifier: Apache-2.0

/// What BERT's normaliser and pre-tokenizer do to single scalars.
///
/// The tables come with the package instead of from the standard library, whose version of Unicode changes with the system: a
/// text has to become the same tokens wherever it is embedded, and the same that the model was trained on.
struct BertCharacters: Sendable {
    let removed = ScalarRanges(BertCharacterData.removed)
    let spaces = ScalarRanges(BertCharacterData.spaces)
    let punctuation = ScalarRanges(BertCharacterData.punctuation)
    let ideographs = ScalarRanges(BertCharacterData.ideographs)
    let marks = ScalarRanges(BertCharacterData.marks)
    let bases = ScalarMappings(BertCharacterData.bases)
    let lowercase = ScalarMappings(BertCharacterData.lowercase)

    /// The tables, read once.
    static let standard = BertCharacters()

    /// What is left of a scalar without its accents, appended to a list: nothing for a mark.
    func appendBase(of scalar: UInt32, to result: inout [UInt32]) {
        if (0xAC00...0xD7A3).contains(scalar) { return appendLetters(ofSyllable: scalar, to: &result) }
        if marks.contains(scalar) { return }
        bases.append(scalar, to: &result)
    }

    /// The Hangul letters of a syllable (the Unicode Standard, section 3.12).
    private func appendLetters(ofSyllable scalar: UInt32, to result: inout [UInt32]) {
        let place = scalar - 0xAC00
        result.append(0x1100 + place / 588)
        result.append(0x1161 + place % 588 / 28)
        if place % 28 != 0 { result.append(0x11A7 + place % 28) }
    }
}

/// A set of scalars as ascending runs.
struct ScalarRanges: Sendable {
    private let firsts: [UInt32]
    private let lasts: [UInt32]

    /// Reads runs `first-last` in hexadecimal numbers, separated by blanks.
    init(_ text: String) {
        let runs = text.split(separator: " ").map { run in
            run.split(separator: "-").map { UInt32($0, radix: 16) ?? 0 }
        }
        firsts = runs.map { $0[0] }
        lasts = runs.map { $0[$0.count - 1] }
    }

    /// Whether the set holds a scalar.
    ///
    /// - Complexity: O(log runs).
    func contains(_ scalar: UInt32) -> Bool {
        guard let run = firsts.lastRun(atOrBelow: scalar) else { return false }
        return scalar <= lasts[run]
    }
}

/// Scalars and what becomes of them, as ascending runs.
struct ScalarMappings: Sendable {
    private struct Run: Sendable {
        var last: UInt32
        var step: UInt32
        var moves: Bool
        var targets: [UInt32]
    }

    private let firsts: [UInt32]
    private let runs: [Run]

    /// Reads runs separated by blanks: `first-last/step=targets`, of scalars that all become the targets, and
    /// `first-last/step>target`, of scalars that keep their distances.
    init(_ text: String) {
        var firsts: [UInt32] = []
        var runs: [Run] = []
        for entry in text.split(separator: " ") {
            let moves = entry.contains(">")
            let sides = entry.split(whereSeparator: { $0 == "=" || $0 == ">" })
            let span = sides[0].split(separator: "/")
            let ends = span[0].split(separator: "-").compactMap { UInt32($0, radix: 16) }
            firsts.append(ends[0])
            runs.append(
                Run(
                    last: ends[ends.count - 1], step: span.count > 1 ? 2 : 1, moves: moves,
                    targets: sides[1].split(separator: ",").compactMap { UInt32($0, radix: 16) }))
        }
        self.firsts = firsts
        self.runs = runs
    }

    /// Appends what becomes of a scalar, which is itself where no run has it.
    ///
    /// - Complexity: O(log runs).
    func append(_ scalar: UInt32, to result: inout [UInt32]) {
        guard let place = firsts.lastRun(atOrBelow: scalar) else { return result.append(scalar) }
        let run = runs[place]
        let distance = scalar - firsts[place]
        guard scalar <= run.last, distance.isMultiple(of: run.step) else { return result.append(scalar) }
        if run.moves { result.append(run.targets[0] + distance) } else { result += run.targets }
    }
}

extension [UInt32] {
    /// The place of the last value that is not greater, in an ascending list.
    fileprivate func lastRun(atOrBelow value: UInt32) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] <= value { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? low - 1 : nil
    }
}
