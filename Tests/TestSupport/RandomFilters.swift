// SPDX-License-Identifier: Apache-2.0
package import RAGCore

/// Makes documents and filters that often meet: few names, few values, and the edges of every type among them.
package struct RandomFilters {
    private var generator: SplitMix64

    private static let names = ["year", "tags", "access", "id", "not", "a b", "é", "e\u{301}", "\"", ""]
    private static let texts = [
        "", "a", "b", "ab", "B", "é", "e\u{301}", "zz\u{0}", "true", "7", "in", "it's \"so\"\\", "東京", "👩‍👧",
        "2024-01-31",
    ]
    private static let integers = [0, 1, 2, 3, -1, 7, Int.max, Int.max - 1, Int.min, 1 << 53, (1 << 53) + 1]
    private static let numbers = [
        0, -0.0, 1, 1.5, 2, -1, 7.25, 0x1p53, 0x1p63, -0x1p63, 0x1.fffffffffffffp62, .infinity, -.infinity, .nan,
        .leastNonzeroMagnitude,
    ]

    package init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    package mutating func number(below limit: Int) -> Int { Int.random(in: 0..<limit, using: &generator) }

    private mutating func element<Element>(of array: [Element]) -> Element { array[number(below: array.count)] }

    private mutating func texts(atMost count: Int) -> [String] {
        (0..<number(below: count + 1)).map { _ in element(of: Self.texts) }
    }

    private mutating func value() -> Metadata.Value {
        switch number(below: 12) {
        case 0..<3: .string(element(of: Self.texts))
        case 3..<6: .integer(element(of: Self.integers))
        case 6..<8: .number(element(of: Self.numbers))
        case 8: .boolean(number(below: 2) == 0)
        default: .strings(texts(atMost: 3))
        }
    }

    /// A document with metadata; its identifier is that of the number, which has no other document but may look like one.
    package mutating func document(_ number: Int) -> Document {
        var metadata = Metadata()
        for _ in 0..<self.number(below: 6) { metadata[element(of: Self.names)] = value() }
        // A name of the whole collection, with more distinct values than the others.
        if self.number(below: 10) > 0 { metadata["serial"] = .integer(number / (1 + self.number(below: 3))) }
        return Document(id: Self.identifier(number), text: "", metadata: metadata)
    }

    private static func identifier(_ number: Int) -> DocumentID {
        DocumentID("\(number / 2)" + (number % 2 == 0 ? "é" : "e\u{301}"))
    }

    /// A filter.
    package mutating func filter(depth: Int = 4) -> Filter {
        let name = element(of: Self.names)
        switch number(below: depth > 0 ? 14 : 9) {
        case 0, 1: return .comparison(name, element(of: Filter.Comparison.allCases), value())
        case 2:
            return .comparison(
                "serial", element(of: Filter.Comparison.allCases), .integer(number(below: 100)))
        case 3: return .oneOf(name, (0..<number(below: 4)).map { _ in value() })
        case 4: return .range(name, from: value(), to: value(), isClosed: number(below: 2) == 0)
        case 5: return .exists(name)
        case 6: return .contains(name, element(of: Self.texts))
        case 7: return .identifiers((0..<number(below: 4)).map { _ in Self.identifier(number(below: 50)) })
        case 8: return .access(name, groups: texts(atMost: 3))
        case 9, 10: return .all((0..<number(below: 4)).map { _ in filter(depth: depth - 1) })
        case 11, 12: return .any((0..<number(below: 4)).map { _ in filter(depth: depth - 1) })
        default: return .not(filter(depth: depth - 1))
        }
    }
}
