// SPDX-License-Identifier: Apache-2.0

/// Names in the order in which they are forgotten.
struct RetentionLine<Name: Sendable>: Sendable {
    private let retention: Duration
    /// The names in the order in which they came; those before `oldest` are forgotten.
    private var order: [(name: Name, time: Duration)] = []
    private var oldest = 0

    init(retention: Duration) { self.retention = retention }

    mutating func append(_ name: Name, at now: Duration) { order.append((name, now)) }

    /// Takes out the names that are older than the retention.
    ///
    /// - Complexity: O(1) amortised.
    mutating func removeOld(at now: Duration) -> [Name] {
        var forgotten: [Name] = []
        while oldest < order.count, order[oldest].time + retention < now {
            forgotten.append(order[oldest].name)
            oldest += 1
        }
        if oldest > 1024, oldest * 2 > order.count {
            order.removeFirst(oldest)
            oldest = 0
        }
        return forgotten
    }
}
