// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// Reads numbers from bytes that may be anything: what is missing is an error, never a crash.
struct CodecBytes {
    private var rest: ArraySlice<UInt8>
    private let name: String

    init(_ bytes: [UInt8], name: String) {
        self.rest = bytes[...]
        self.name = name
    }

    /// Checks the first bytes and the version behind them.
    mutating func readHeader(_ magic: [UInt8], version: UInt32) throws(MaxSimError) {
        guard rest.starts(with: magic) else { throw malformed("does not begin as one") }
        rest = rest.dropFirst(magic.count)
        let found: UInt32 = try number()
        guard found == version else { throw malformed("has version \(found); this release reads \(version)") }
    }

    /// Reads one number.
    mutating func number<Number: BitwiseCopyable>() throws(MaxSimError) -> Number {
        try numbers(1)[0]
    }

    /// Reads a count or a length that must lie in a range.
    mutating func length(in range: ClosedRange<Int>, _ what: String) throws(MaxSimError) -> Int {
        let length: UInt64 = try number()
        guard let value = Int(exactly: length), range.contains(value) else {
            throw malformed("has \(length) \(what), not \(range.lowerBound)...\(range.upperBound)")
        }
        return value
    }

    /// Reads numbers; nothing is allocated before it is known that they are there.
    mutating func numbers<Number: BitwiseCopyable>(_ count: Int) throws(MaxSimError) -> [Number] {
        let (size, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Number>.stride)
        guard !overflow, size <= rest.count else { throw malformed("ends too early") }
        defer { rest = rest.dropFirst(size) }
        return Bytes.array(of: Number.self, from: rest.prefix(size))
    }

    /// Reads fp32 values, which must be finite.
    mutating func floats(_ count: Int) throws(MaxSimError) -> [Float] {
        let values: [Float] = try numbers(count)
        guard values.allSatisfy(\.isFinite) else { throw malformed("has a value that is not a finite number") }
        return values
    }

    /// Checks that nothing is left.
    func checkEnd() throws(MaxSimError) {
        guard rest.isEmpty else { throw malformed("has \(rest.count) bytes too many") }
    }

    func malformed(_ what: String) -> MaxSimError {
        MaxSimError(.malformedBytes, "\(name) \(what); encode it again or read it with the release that wrote it")
    }
}
