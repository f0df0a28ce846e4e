// SPDX-License-Identifier: Apache-2.0

/// Values of an attribute that between them give every answer that single values can give.
struct AttributeSamples {
    private(set) var values: [AttributeValue] = []
    private let builtIn: AttributeType?

    /// Chooses values.
    ///
    /// - Parameters:
    ///   - tests: Every question about the attribute.
    ///   - lists: The policy's lists.
    ///   - builtIn: The attribute's type, where it is built in.
    init(of tests: [AttributeTest], lists: [String: [String]], builtIn: AttributeType?) {
        self.builtIn = builtIn
        var texts: Set<String> = ["\u{1}none of the texts that the policy names"]
        var numbers: [NumericRange.Number] = []
        var instants: [PolicyInstant] = []
        for test in tests {
            switch test {
            case .isPresent: break
            case .equals(let value):
                values.append(value)
                if case .string(let text) = value { texts.insert(text) }
                if case .integer(let number) = value { numbers.append(.integer(number)) }
                if case .number(let number) = value { numbers.append(.real(number)) }
                if case .instant(let instant) = value { instants.append(instant) }
            case .isIn(let members): texts.formUnion(members)
            case .isInList(let name): texts.formUnion(lists[name] ?? [])
            case .inRange(let range): numbers += [range.lower?.number, range.upper?.number].compactMap(\.self)
            case .inWindow(let window): instants += [window.from, window.until].compactMap(\.self)
            case .hasPrefix(let parts), .hasSuffix(let parts), .containsIgnoringCase(let parts), .hasWord(let parts):
                texts.formUnion(parts)
            case .hasExtension(let parts): texts.formUnion(parts.map { "\u{1}." + $0 })
            }
        }
        values += texts.map(AttributeValue.string)
        if builtIn == nil || builtIn == .integer { addNumbers(around: numbers) }
        if builtIn == nil {
            values += [.boolean(true), .boolean(false), .number(.nan)]
            values += (instants + [PolicyInstant(millisecondsSince1970: 0)]).flatMap { instant in
                [-1, 0, 1].map { .instant(PolicyInstant(millisecondsSince1970: instant.millisecondsSince1970 &+ $0)) }
            }
        }
    }

    /// Whether the answers to a question about texts must be combined freely with those to others.
    ///
    /// A built-in text is one text, so that membership of lists is settled by the samples; parts of texts are not. Another
    /// attribute may be a set of texts, of which one is on this list and one on that.
    func mustCombine(_ test: AttributeTest) -> Bool {
        switch test {
        case .hasPrefix, .hasSuffix, .containsIgnoringCase, .hasWord, .hasExtension: true
        case .isIn, .isInList, .equals(.string): builtIn == nil
        default: false
        }
    }

    /// Adds each number, its neighbours and what lies between: all answers that a range can give.
    private mutating func addNumbers(around numbers: [NumericRange.Number]) {
        values.append(.integer(0))
        let reals = numbers.map { number in
            switch number {
            case .integer(let integer): Double(integer)
            case .real(let real): real
            }
        }.sorted()
        for number in numbers {
            switch number {
            case .integer(let integer): values += [-1, 0, 1].map { .integer(integer &+ $0) }
            case .real(let real):
                let floor = Int(exactly: real.rounded(.down)) ?? 0
                values += [.integer(floor), .integer(floor &+ 1), .integer(floor &- 1)]
                if builtIn == nil { values.append(.number(real)) }
            }
        }
        guard builtIn == nil, let first = reals.first, let last = reals.last else { return }
        values += [.number(first.nextDown), .number(last.nextUp)]
        for (lower, upper) in zip(reals, reals.dropFirst()) { values.append(.number(lower + (upper - lower) / 2)) }
        values += reals.flatMap { [.number($0), .number($0.nextUp), .number($0.nextDown)] }
    }
}
