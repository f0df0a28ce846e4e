// SPDX-License-Identifier: Apache-2.0

/// Which policies ask which: the order in which prerequisites are compiled, and the cycles that forbid it.
struct PrerequisiteGraph {
    /// The prerequisites, each after those that it asks; complete only where there is no cycle.
    private(set) var order: [String] = []

    /// Each cycle once, as the names along it with the first repeated at the end.
    private(set) var cycles: [[String]] = []

    private let edges: [String: [String]]
    private var finished: Set<String> = []

    init(_ root: PolicyDocument) {
        edges = root.prerequisites.mapValues { document in
            document.rules.flatMap { $0.when.askedPolicies }
        }
        var trail: [String] = []
        for name in edges.keys.sorted() { visit(name, &trail) }
    }

    private mutating func visit(_ name: String, _ trail: inout [String]) {
        guard !finished.contains(name), let next = edges[name] else { return }
        if let start = trail.firstIndex(of: name) {
            cycles.append(Array(trail[start...]) + [name])
            return
        }
        trail.append(name)
        for other in next { visit(other, &trail) }
        trail.removeLast()
        finished.insert(name)
        order.append(name)
    }
}

extension Predicate {
    /// The names of the policies that the predicate asks.
    var askedPolicies: [String] {
        switch self {
        case .constant, .attribute, .anyAttribute, .isSwitched: []
        case .decision(let policy, _): [policy]
        case .all(let parts), .any(let parts): parts.flatMap(\.askedPolicies)
        case .not(let other): other.askedPolicies
        }
    }
}
