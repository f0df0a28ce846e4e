// SPDX-License-Identifier: Apache-2.0
import Glibc
import SegmentStoreTestSupport
import _SegmentStore

/// Plays the history of a sample store, and says so after each commit and before each call to the file system; made to be
/// killed.
///
/// Arguments: the folder, how many steps to play.
@main
struct SegmentStoreWorker {
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let steps = Int(arguments[2]) else { exit(64) }
        do throws(SegmentStoreError) {
            try play(steps, in: arguments[1])
        } catch {
            say("error: \(error)")
            exit(2)
        }
    }

    private static func play(_ steps: Int, in path: String) throws(SegmentStoreError) {
        let folder = FaultyFolder(DiskFolder(path: path)) { say("call") }
        let writer = try StoreWriter(folder)
        var history = SampleHistory(steps: writer.snapshot.sampleStep)
        guard try writer.snapshot.sampleDocuments() == history.documents else { exit(1) }
        for _ in 0..<steps {
            _ = try history.commitNext(to: writer)
            say("step \(history.step)")
            try SampleHistory.merge(writer)
        }
    }

    private static func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        let written = unsafe bytes.withUnsafeBytes { unsafe write(STDOUT_FILENO, $0.baseAddress, $0.count) }
        if written != bytes.count { exit(3) }
    }
}
