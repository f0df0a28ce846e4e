// SPDX-License-Identifier: Apache-2.0
import Glibc
import HybridSearch
import HybridSearchTestSupport
import SegmentStoreTestSupport
import _SegmentStore

/// Plays the history of a sample store or index, and says so after each commit and before each call to the file system; made
/// to be killed.
///
/// Arguments: `store` or `index`, the folder, how many steps to play.
@main
struct SegmentStoreWorker {
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let steps = Int(arguments[3]) else { exit(64) }
        do {
            let folder = FaultyFolder(DiskFolder(path: arguments[2])) { say("call") }
            if arguments[1] == "index" {
                try playIndex(steps, in: folder)
            } else {
                try playStore(steps, in: folder)
            }
        } catch {
            say("error: \(error)")
            exit(2)
        }
    }

    private static func playStore(_ steps: Int, in folder: FaultyFolder) throws(SegmentStoreError) {
        let writer = try StoreWriter(folder)
        var history = SampleHistory(steps: writer.snapshot.sampleStep)
        guard try writer.snapshot.sampleDocuments() == history.documents else { exit(1) }
        for _ in 0..<steps {
            _ = try history.commitNext(to: writer)
            say("step \(history.step)")
            try SampleHistory.merge(writer)
        }
    }

    private static func playIndex(_ steps: Int, in folder: FaultyFolder) throws(HybridSearchError) {
        var writer = try IndexWriter(in: folder)
        let snapshot = try writer.commit()
        var history = IndexHistory(steps: try IndexHistory.step(of: snapshot))
        guard try history.isWhole(in: snapshot) else { exit(1) }
        for _ in 0..<steps {
            try history.commitNext(to: &writer)
            say("step \(history.step)")
            try history.merge(&writer)
        }
    }

    private static func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        let written = unsafe bytes.withUnsafeBytes { unsafe write(STDOUT_FILENO, $0.baseAddress, $0.count) }
        if written != bytes.count { exit(3) }
    }
}
