// SPDX-License-Identifier: Apache-2.0

extension Identifier {
    /// The longest group of parts that becomes a token of its own, in bytes.
    static let longestGroup = 255

    /// Calls `receive` with every part and every group of parts that belong together, the largest group first.
    ///
    /// Of `Sources/HTTPServer.swift` these are the whole, `Sources`, `HTTPServer.swift`, `HTTPServer`, `HTTP`, `Server` and
    /// `swift`.
    ///
    /// - Parameter receive: Called with the offsets of a part or group, and the place of its first part among ``parts``.
    /// - Complexity: O(parts).
    func forEachGroup(_ receive: (Range<Int>, Int) -> Void) {
        if parts.count == 1 { return receive(parts[0].range, 0) }
        for (first, part) in parts.enumerated() {
            var lastReceived: Int?
            for joint in Joint.allCases.reversed() where part.joint.map({ $0 > joint }) ?? true {
                var last = first
                while last + 1 < parts.count, parts[last + 1].joint.map({ $0 <= joint }) ?? false { last += 1 }
                guard last > first, last != lastReceived else { continue }
                lastReceived = last
                let range = part.range.lowerBound..<parts[last].range.upperBound
                if range.count <= Self.longestGroup { receive(range, first) }
            }
            receive(part.range, first)
        }
    }
}
