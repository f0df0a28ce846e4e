// SPDX-License-Identifier: Apache-2.0
import Foundation
import SegmentStoreTestSupport
import TestSupport
import Testing

@testable import _SegmentStore

struct StoreFuzzTests {
    /// Damaged files to try, divided by the kinds of files.
    private static let inputs = ProcessInfo.processInfo.environment["RAG_LONG_TESTS"] == "1" ? 1_000_000 : 12_000

    /// How a damaged file comes about.
    enum Damage: CaseIterable {
        /// Its bytes are changed.
        case bytes
        /// Its bytes are changed, and the checksums of its frame are right again.
        case frame
        /// The contents of its section are changed, and all checksums are right.
        case contents
    }

    private func bytes(_ memory: MappedMemory) -> [UInt8] {
        unsafe memory.bytes.withUnsafeBytes { unsafe Array($0) }
    }

    private func put(_ bytes: [UInt8], as name: String, in folder: MemoryFolder) throws {
        let file = folder.create(name)
        _ = try unsafe file.write(bytes.span.bytes)
        try file.close()
    }

    private func damaged(_ file: [UInt8], _ damage: Damage, _ mutator: inout Mutator) throws -> [UInt8] {
        switch damage {
        case .bytes: return mutator.mutated(file)
        case .frame: return Mutator.withChecksums(mutator.mutated(file))
        case .contents:
            let old = try MappedFile(MappedMemory(copying: file), name: "file")
            let folder = MemoryFolder()
            let writer = try SegmentFileWriter(folder.create("file"), name: "file", kind: old.kind)
            for name in old.sectionNames {
                try writer.begin(section: name)
                try writer.append(mutator.mutated(try old.section(name).copy()))
            }
            _ = try writer.finish()
            return bytes(try #require(folder.map("file")))
        }
    }

    /// Reads all that a file says it has.
    private func read(_ file: MappedFile, _ mutator: inout Mutator) throws(SegmentStoreError) {
        for name in file.sectionNames {
            let section = try file.section(name)
            _ = try? section.load(at: mutator.number(below: section.count + 9), as: UInt64.self)
            if !section.isEmpty { _ = try section.load(at: section.count - 1, as: UInt8.self) }
            if let array = try? section.array(of: UInt64.self) { _ = array.reduce(0, &+) }
        }
        try file.verify()
    }

    @Test("a damaged component is refused or read, and never brings the process down", arguments: Damage.allCases)
    func components(damage: Damage) throws {
        let files = MemoryFolder()
        let writer = try StoreWriter(files)
        var change = StoreChange()
        change.append(.sample([UInt64](0..<40), deletedRows: [3, 17]))
        _ = try writer.commit(change)
        let originals = try files.names().filter { $0 != StoreFileName.manifest }
            .map { bytes(try #require(files.map($0))) }
        var mutator = Mutator(seed: 1)
        var refused = 0
        let count = Self.inputs / 6
        for number in 0..<count {
            let file = try damaged(originals[number % originals.count], damage, &mutator)
            do throws(SegmentStoreError) {
                let opened = try MappedFile(MappedMemory(copying: file), name: "file")
                try read(opened, &mutator)
                if opened.kind == DeletedRows.kind {
                    let rows = try DeletedRows(opened, rowCount: 40)
                    _ = (0..<40).count { rows.contains($0) }
                }
            } catch {
                #expect([.corrupted, .foreign, .unsupportedVersion].contains(error.code))
                refused += 1
            }
        }
        if damage != .contents { #expect(refused > count * 9 / 10) }
    }

    @Test("a damaged manifest is refused, or opens a store that is whole", arguments: Damage.allCases)
    func manifests(damage: Damage) throws {
        let files = MemoryFolder()
        let writer = try StoreWriter(files)
        var history = SampleHistory()
        for _ in 0..<3 { _ = try history.commitNext(to: writer) }
        let original = bytes(try #require(files.map(StoreFileName.manifest)))
        var mutator = Mutator(seed: 2)
        var refused = 0
        let count = Self.inputs / 6
        for _ in 0..<count {
            let manifest = try damaged(original, damage, &mutator)
            try put(manifest, as: StoreFileName.manifest, in: files)
            do throws(SegmentStoreError) {
                let snapshot = try StoreSnapshot(opening: files)
                for segment in snapshot.segments {
                    for file in segment.components.values { try read(file, &mutator) }
                    if let deleted = segment.deleted { _ = deleted.contains(segment.rowCount - 1) }
                }
            } catch {
                #expect([.corrupted, .foreign, .unsupportedVersion].contains(error.code))
                refused += 1
            }
        }
        if damage != .contents { #expect(refused > count * 9 / 10) }
        #expect(refused > 0)
    }
}
