// SPDX-License-Identifier: Apache-2.0
package import PipelineProtocols

/// The jobs that are not finished, each in a slot that it keeps, so that heaps refer to it by a number.
///
/// A name is hashed where a caller comes with one; what happens by time finds its jobs without hashing.
package struct JobSlots: Sendable {
    /// The job in each slot; `nil` in one that is free.
    var entries: [JobEntry?] = []

    private var slots: [JobID: Int] = [:]
    private var free: [Int] = []

    /// The job of a name.
    package subscript(id: JobID) -> JobEntry? { slots[id].flatMap { entries[$0] } }

    /// Every job, in no order.
    var all: some Sequence<JobEntry> { entries.lazy.compactMap(\.self) }

    /// The slot of a name.
    func slot(of id: JobID) -> Int? { slots[id] }

    /// Adds a job whose name is new.
    mutating func insert(_ entry: JobEntry) -> Int {
        let slot = free.popLast() ?? entries.count
        if slot == entries.count { entries.append(entry) } else { entries[slot] = entry }
        slots[entry.request.id] = slot
        return slot
    }

    /// Takes a job out; its slot goes to another.
    ///
    /// - Parameter id: The job's name.
    /// - Returns: The job, or `nil` where the name is not known.
    @discardableResult
    package mutating func remove(_ id: JobID) -> JobEntry? {
        guard let slot = slots.removeValue(forKey: id) else { return nil }
        defer { entries[slot] = nil }
        free.append(slot)
        return entries[slot]
    }
}
