// SPDX-License-Identifier: Apache-2.0

/// A binary heap with the smallest element first (Williams, Algorithm 232, doi:10.1145/512274.3734138).
struct PriorityHeap<Element: Comparable & Sendable>: Sendable {
    private var elements: [Element] = []

    /// The smallest element.
    var first: Element? { elements.first }

    /// Adds an element.
    ///
    /// - Complexity: O(log n).
    mutating func insert(_ element: Element) {
        elements.append(element)
        var child = elements.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard elements[child] < elements[parent] else { return }
            elements.swapAt(parent, child)
            child = parent
        }
    }

    /// Takes the smallest element out.
    ///
    /// - Complexity: O(log n).
    @discardableResult
    mutating func removeFirst() -> Element? {
        guard let last = elements.popLast() else { return nil }
        guard let smallest = elements.first else { return last }
        elements[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in (2 * parent + 1)...(2 * parent + 2) where child < elements.count {
                if elements[child] < elements[least] { least = child }
            }
            guard least != parent else { return smallest }
            elements.swapAt(parent, least)
            parent = least
        }
    }
}
