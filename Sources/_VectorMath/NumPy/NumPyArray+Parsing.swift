// SPDX-License-Identifier: Apache-2.0

extension NumPyArray {
    private static let magic: [UInt8] = [0x93] + "NUMPY".utf8

    /// Reads an array from the bytes of a file.
    ///
    /// Nothing is believed: lengths are checked before they are used, and the header is parsed, not evaluated.
    ///
    /// - Parameter file: All bytes of the file.
    /// - Throws: ``VectorMathError/Code/malformedArray`` when the bytes are not such a file, are cut short or have bytes
    ///   left over; ``VectorMathError/Code/unexpectedArray`` for element types and orders that are not supported.
    package init(parsing file: [UInt8]) throws(VectorMathError) {
        guard file.count >= 10, file.starts(with: Self.magic) else {
            throw VectorMathError(
                .malformedArray, "not a NumPy array: the file does not start with the bytes \\x93NUMPY")
        }
        let version = file[6]
        guard (1...3).contains(version) else {
            throw VectorMathError(.malformedArray, "NumPy format version \(version) is unknown; expected 1, 2 or 3")
        }
        let lengthBytes = version == 1 ? 2 : 4
        let headerStart = 8 + lengthBytes
        guard file.count >= headerStart else { throw Self.truncated("its header") }
        let headerLength = file[8..<headerStart].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard headerLength <= file.count - headerStart else { throw Self.truncated("its header") }
        let dataStart = headerStart + headerLength

        var header = NumPyHeader(String(decoding: file[headerStart..<dataStart], as: UTF8.self))
        try header.parse()
        guard let elementType = ElementType(rawValue: header.descriptor) else {
            let supported = ElementType.allCases.map(\.rawValue).joined(separator: ", ")
            throw VectorMathError(
                .unexpectedArray,
                "elements of type '\(header.descriptor)' are not supported; convert with .astype() to one of \(supported)"
            )
        }
        guard !header.isFortranOrder else {
            throw VectorMathError(
                .unexpectedArray, "the array is in Fortran order; save numpy.ascontiguousarray(array)")
        }
        var size = elementType.byteCount
        for length in header.shape {
            let (product, overflow) = size.multipliedReportingOverflow(by: length)
            guard !overflow else { throw Self.truncated("elements for the shape \(header.shape)") }
            size = product
        }
        let present = file.count - dataStart
        guard present == size else {
            throw VectorMathError(
                .malformedArray,
                "the shape \(header.shape) of '\(header.descriptor)' needs \(size) bytes, but the file holds \(present)"
            )
        }
        self.init(elementType: elementType, shape: header.shape, bytes: file[dataStart...])
    }

    private static func truncated(_ what: String) -> VectorMathError {
        VectorMathError(.malformedArray, "the NumPy file is too short for \(what)")
    }
}

/// The dictionary in front of the elements: `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`.
private struct NumPyHeader {
    var descriptor = ""
    var isFortranOrder = false
    var shape: [Int] = []
    private var rest: Substring

    init(_ text: String) { rest = Substring(text) }

    mutating func parse() throws(VectorMathError) {
        var seen: Set<String> = []
        try expect("{")
        while !accept("}") {
            let key = try quoted()
            try expect(":")
            switch key {
            case "descr": descriptor = try quoted()
            case "fortran_order": isFortranOrder = try truthValue()
            case "shape": shape = try tuple()
            default: throw malformed("an unknown key '\(key.prefix(40))'")
            }
            guard seen.insert(key).inserted else { throw malformed("the key '\(key)' twice") }
            _ = accept(",")
        }
        guard seen.count == 3 else { throw malformed("no descr, fortran_order or shape") }
    }

    private mutating func quoted() throws(VectorMathError) -> String {
        try expect("'")
        guard let end = rest.firstIndex(of: "'") else { throw malformed("a string without an end") }
        defer { rest = rest[rest.index(after: end)...] }
        return String(rest[..<end])
    }

    private mutating func truthValue() throws(VectorMathError) -> Bool {
        if accept("True") { return true }
        try expect("False")
        return false
    }

    private mutating func tuple() throws(VectorMathError) -> [Int] {
        var lengths: [Int] = []
        try expect("(")
        while !accept(")") {
            skipBlanks()
            let digits = rest.prefix { ("0"..."9").contains($0) }
            guard let length = Int(digits), lengths.count < 32 else {
                throw malformed("a shape that is no list of lengths")
            }
            lengths.append(length)
            rest = rest[digits.endIndex...]
            _ = accept(",")
        }
        return lengths
    }

    private mutating func skipBlanks() {
        rest = rest.drop { $0 == " " || $0 == "\n" }
    }

    private mutating func accept(_ text: String) -> Bool {
        skipBlanks()
        guard rest.hasPrefix(text) else { return false }
        rest = rest.dropFirst(text.count)
        return true
    }

    private mutating func expect(_ text: String) throws(VectorMathError) {
        guard accept(text) else { throw malformed("no '\(text)' where one belongs") }
    }

    private func malformed(_ what: String) -> VectorMathError {
        VectorMathError(.malformedArray, "the NumPy header has \(what)")
    }
}
