// SPDX-License-Identifier: Apache-2.0
import SegmentStoreTestSupport
import TestSupport
import Testing

@testable import _SegmentStore

struct StoreFaultTests {
    /// A store with some history, behind a folder that can fail.
    private struct Scene {
        let files = MemoryFolder()
        let faulty: FaultyFolder
        let writer: StoreWriter
        var history = SampleHistory()

        init() throws {
            faulty = FaultyFolder(files)
            writer = try StoreWriter(faulty)
            for _ in 0..<4 { _ = try history.commitNext(to: writer) }
        }

        /// Commits the next step while a fault is armed.
        ///
        /// - Returns: The commit's error, if it had one, and whether any call has failed.
        func commit(_ fault: FaultyFolder.Fault) -> (error: SegmentStoreError?, hasFailed: Bool) {
            var next = history
            faulty.arm(fault)
            defer { faulty.arm(.none) }
            do throws(SegmentStoreError) {
                _ = try next.commitNext(to: writer)
                return (nil, faulty.hasFailed)
            } catch {
                return (error, faulty.hasFailed)
            }
        }

        /// Checks that a commit which could not clean up has done all else, and cleans up later.
        func checkCleaning() throws {
            let snapshot = try StoreSnapshot(opening: files)
            #expect(try snapshot.sampleDocuments() == SampleHistory(steps: history.step + 1).documents)
            writer.removeUnused()
            #expect(Set(files.names()) == snapshot.manifest.fileNames.union([StoreFileName.manifest]))
        }

        /// Checks that a failed commit has left everything as it was, and that a retry works.
        func checkRecovery(after error: SegmentStoreError, _ comment: Comment) throws {
            let before = try StoreSnapshot(opening: files)
            try before.verify()
            try writer.snapshot.verify()
            #expect(try writer.snapshot.sampleDocuments() == history.documents, comment)
            var next = history
            if error.code == .uncertain {
                #expect(throws: SegmentStoreError.self, comment) { try writer.commit(sampleChange) }
                let isKept = try writer.reload().sampleStep > history.step
                #expect(before.sampleStep == (isKept ? history.step + 1 : history.step), comment)
                if isKept { _ = next.advance() }
            } else {
                #expect(try before.sampleDocuments() == history.documents, comment)
            }
            _ = try next.commitNext(to: writer)
            let after = try StoreSnapshot(opening: files)
            #expect(try after.sampleDocuments() == next.documents, comment)
            writer.removeUnused()
            #expect(Set(files.names()) == after.manifest.fileNames.union([StoreFileName.manifest]), comment)
        }

        private var sampleChange: StoreChange {
            var change = StoreChange()
            change.append(.sample([1]))
            return change
        }
    }

    @Test("whichever call fails, the commit fails with a reason, nothing is half-visible, and a retry works")
    func oneCall() throws {
        var failures = 0
        for number in 0... {
            let scene = try Scene()
            let (error, hasFailed) = scene.commit(.call(number))
            guard hasFailed else { break }
            guard let error else {
                try scene.checkCleaning()
                continue
            }
            #expect(error.code == .inputOutput)
            try scene.checkRecovery(after: error, "call \(number)")
            failures += 1
        }
        #expect(failures > 20)
    }

    @Test("whenever the disk dies for good, the store is in the state before or after, and says when it is not known")
    func allCalls() throws {
        var codes: Set<SegmentStoreError.Code> = []
        for number in 0... {
            let scene = try Scene()
            let (error, hasFailed) = scene.commit(.callsFrom(number))
            guard hasFailed else { break }
            guard let error else {
                try scene.checkCleaning()
                continue
            }
            codes.insert(error.code)
            try scene.checkRecovery(after: error, "call \(number)")
        }
        #expect(codes == [.inputOutput, .uncertain])
    }

    @Test("however full the disk is, the commit says so and leaves nothing behind")
    func fullDisk() throws {
        var failures = 0
        for room in stride(from: 0, through: 100_000, by: 97) {
            let scene = try Scene()
            guard let error = scene.commit(.bytesFrom(room)).error else { break }
            #expect(error.code == .storageFull)
            try scene.checkRecovery(after: error, "room for \(room) bytes")
            failures += 1
        }
        #expect(failures > 5)
    }

    @Test("a disk that takes a few bytes at a time gets all of them", arguments: [1, 7, 100])
    func shortWrites(most: Int) throws {
        var scene = try Scene()
        #expect(scene.commit(.shortWrites(most)).error == nil)
        _ = scene.history.advance()
        let snapshot = try StoreSnapshot(opening: scene.files)
        try snapshot.verify()
        #expect(try snapshot.sampleDocuments() == scene.history.documents)
    }

    @Test("whichever call fails while a store is opened or made, the next attempt works", arguments: [0, 3])
    func opening(steps: Int) throws {
        for number in 0..<100 {
            let files = MemoryFolder()
            var history = SampleHistory()
            if steps > 0 {
                let writer = try StoreWriter(files)
                for _ in 0..<steps { _ = try history.commitNext(to: writer) }
                _ = files.create("segment-99.documents.rag")
            }
            let faulty = FaultyFolder(files, fault: .call(number))
            do throws(SegmentStoreError) {
                _ = try StoreWriter(faulty)
            } catch {
                #expect(error.code == .inputOutput)
            }
            let writer = try StoreWriter(files)
            #expect(try writer.snapshot.sampleDocuments() == history.documents)
            #expect(Set(files.names()) == writer.snapshot.manifest.fileNames.union([StoreFileName.manifest]))
        }
    }

    @Test("whichever call fails while a snapshot is copied, nothing is left in the other folder")
    func copying() throws {
        let scene = try Scene()
        let snapshot = try StoreSnapshot(opening: scene.files)
        var failures = 0
        for number in 0... {
            let files = MemoryFolder()
            let faulty = FaultyFolder(files, fault: .call(number))
            do throws(SegmentStoreError) {
                let copy = try snapshot.copy(into: faulty)
                #expect(try copy.sampleDocuments() == scene.history.documents)
                break
            } catch {
                #expect(error.code == .inputOutput)
                #expect(files.names().isEmpty, "call \(number)")
                failures += 1
            }
        }
        #expect(failures > 20)
    }

    @Test("whenever the power is cut, what was acknowledged is there, whole")
    func powerCut() throws {
        var generator = SplitMix64(seed: 5)
        var lost = 0
        for number in 0..<220 {
            for _ in 0..<4 {
                let disk = PowerCutFolder()
                let faulty = FaultyFolder(disk, fault: .callsFrom(number))
                var history = SampleHistory()
                var acknowledged = 0
                do throws(SegmentStoreError) {
                    let writer = try StoreWriter(faulty)
                    for _ in 0..<4 {
                        _ = try history.commitNext(to: writer)
                        acknowledged = history.step
                        try SampleHistory.merge(writer)
                    }
                } catch {
                    lost += 1
                }
                let found = try disk.afterPowerCut(using: &generator)
                guard acknowledged > 0 || found.names().contains(StoreFileName.manifest) else { continue }
                let writer = try StoreWriter(found)
                try writer.snapshot.verify()
                let step = writer.snapshot.sampleStep
                #expect(step == acknowledged || step == acknowledged + 1, "call \(number)")
                #expect(try writer.snapshot.sampleDocuments() == SampleHistory(steps: step).documents)
                #expect(Set(found.names()) == writer.snapshot.manifest.fileNames.union([StoreFileName.manifest]))
            }
        }
        #expect(lost > 100)
    }
}
