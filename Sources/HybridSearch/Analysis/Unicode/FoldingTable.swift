// SPDX-License-Identifier: Apache-2.0

/// What single scalars of the Basic Multilingual Plane fold to, looked up by page and place.
struct FoldingTable: Sendable {
    /// What a scalar folds to.
    enum Form {
        /// The table does not know the scalar.
        case unknown
        /// Another scalar, or itself.
        case scalar(Unicode.Scalar)
        /// Several scalars.
        case scalars([Unicode.Scalar])
    }

    /// For every 256 scalars the page of ``entries`` that holds them; page 0 knows none.
    private var pages = [UInt8](repeating: 0, count: 256)

    /// 0 for an unknown scalar, a scalar, or the place of a sequence with the highest bit set.
    private var entries = [UInt32](repeating: 0, count: 256)

    private var sequences: [[Unicode.Scalar]] = []

    private static let sequenceFlag: UInt32 = 1 << 31

    /// Letters fold to what they are without their marks.
    static let withoutMarks: FoldingTable = {
        var table = FoldingTable()
        table.add(letters) { _ in true }
        return table
    }()

    /// Letters keep their marks; forms that differ in nothing but width, position or font become one all the same.
    static let withMarks: FoldingTable = {
        var table = FoldingTable()
        table.add(singletons) { _ in true }
        table.add(letters) { letter in
            letter == "ß" || letter == "ẞ" || letter == "ſ" || letter == "ς"
                || (0x2F00...0x2FD5).contains(letter.value) || letter.value >= 0xF900
        }
        return table
    }()

    /// Knows the scripts of Europe whole, so that no property is asked for them, in lower case.
    private init() {
        for value in UInt32(0x80)..<0x600 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            set(scalar, to: Array(scalar.properties.lowercaseMapping.unicodeScalars))
        }
    }

    /// Adds entries of the form that ``letters`` has.
    private mutating func add(_ entries: String, where isIncluded: (Unicode.Scalar) -> Bool) {
        for entry in entries.unicodeScalars.split(separator: " ") {
            let scalars = Array(entry)
            guard let sign = scalars.firstIndex(of: "=") else { continue }
            for letter in scalars[(sign + 1)...] where isIncluded(letter) { set(letter, to: Array(scalars[..<sign])) }
        }
    }

    private mutating func set(_ letter: Unicode.Scalar, to form: [Unicode.Scalar]) {
        let page = Int(letter.value >> 8)
        if pages[page] == 0 {
            pages[page] = UInt8(entries.count / 256)
            entries.append(contentsOf: repeatElement(0, count: 256))
        }
        let place = Int(pages[page]) * 256 + Int(letter.value & 0xFF)
        if form.count == 1 {
            entries[place] = form[0].value
        } else {
            entries[place] = Self.sequenceFlag | UInt32(sequences.count)
            sequences.append(form)
        }
    }

    /// What a scalar folds to.
    ///
    /// - Complexity: O(1).
    func form(of scalar: Unicode.Scalar) -> Form {
        guard scalar.value < 0x1_0000 else { return .unknown }
        let entry = entries[Int(pages[Int(scalar.value >> 8)]) * 256 + Int(scalar.value & 0xFF)]
        if entry == 0 { return .unknown }
        if entry & Self.sequenceFlag != 0 { return .scalars(sequences[Int(entry & ~Self.sequenceFlag)]) }
        return Unicode.Scalar(entry).map { .scalar($0) } ?? .unknown
    }
}
