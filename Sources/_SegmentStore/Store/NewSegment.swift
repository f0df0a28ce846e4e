// SPDX-License-Identifier: Apache-2.0

/// A segment to be written by a commit: the number of its documents, and what writes each component.
package struct NewSegment {
    /// Writes the sections of one component.
    package typealias Content = (SegmentFileWriter) throws(SegmentStoreError) -> Void

    let rowCount: Int
    private(set) var components: [(name: String, content: Content)] = []
    private(set) var deletedRows: Set<Int>

    /// Begins a segment without components.
    ///
    /// - Parameters:
    ///   - rowCount: The number of its documents, of 1...``StoredSegment/maximumRowCount``.
    ///   - deletedRows: Documents that are deleted already, such as those that were deleted while a merge went on.
    package init(rowCount: Int, deletedRows: some Sequence<Int> = []) {
        precondition((1...StoredSegment.maximumRowCount).contains(rowCount), "a segment cannot have \(rowCount) rows")
        self.rowCount = rowCount
        self.deletedRows = Set(deletedRows)
        precondition(self.deletedRows.allSatisfy { (0..<rowCount).contains($0) }, "a deleted row beyond the last one")
    }

    /// Adds a component.
    ///
    /// - Parameters:
    ///   - name: Its name, such as `lexical`: lowercase letters, digits and hyphens, at most 48.
    ///   - content: Writes its sections; called once, by the commit.
    package mutating func add(_ name: String, _ content: @escaping Content) {
        precondition(StoreFileName.isComponent(name), "'\(name)' cannot be the name of a component")
        precondition(!components.contains { $0.name == name }, "the component '\(name)' is there already")
        components.append((name, content))
    }

    /// The segment with one component more; see ``add(_:_:)``.
    package func adding(_ name: String, _ content: @escaping Content) -> NewSegment {
        var segment = self
        segment.add(name, content)
        return segment
    }
}
