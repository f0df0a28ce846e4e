// SPDX-License-Identifier: Apache-2.0

/// Names that are remembered for a while.
struct RetainedSet<Name: Hashable & Sendable>: Sendable {
    private let retention: Duration
    private var names: Set<Name> = []
    /// The names in the order in which they came; those before `oldest` are forgotten.
    private var order: [(name: Name, time: Duration)] = []
    private var oldest = 0

    init(retention: Duration) { self.retention = retention }

    func contains(_ name: Name) -> Bool { names.contains(name) }

    mutating func insert(_ name: Name, at now: Duration) {
        names.insert(name)
        order.append((name, now))
    }

    /// Forgets what is older than the retention.
    ///
    /// - Complexity: O(1) amortised.
    @discardableResult
    mutating func forgetOld(at now: Duration) -> [Name] {
        var forgotten: [Name] = []
        while oldest < order.count, order[oldest].time + retention < now {
            names.remove(order[oldest].name)
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
