// SPDX-License-Identifier: Apache-2.0
import Foundation
import HybridSearch
import RAGCore
import TestSupport
import Testing

struct IndexResidencyTests {
    /// The bytes of the files of a folder that this process has mapped and in memory, as Linux counts them.
    private func residentBytes(of folder: String) -> Int {
        var isInside = false
        var total = 0
        for line in Self.contents(of: "/proc/self/smaps").split(separator: "\n") {
            if line.contains("-"), line.split(separator: " ").count >= 5, !line.hasSuffix("kB") {
                isInside = line.contains(folder)
            } else if isInside, line.hasPrefix("Rss:") {
                total += 1_024 * (Int(line.split(separator: " ")[1]) ?? 0)
            }
        }
        return total
    }

    /// A file whose size the kernel does not know before it is read.
    private static func contents(of path: String) -> String {
        let descriptor = unsafe open(path, O_RDONLY)
        defer { close(descriptor) }
        var contents: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return String(decoding: contents, as: UTF8.self) }
            contents += buffer[..<count]
        }
    }

    /// An index most of whose bytes are metadata, which no search touches.
    private func makeIndex(at path: String) throws {
        var generator = SplitMix64(seed: 9)
        var writer = try IndexWriter(at: path)
        let ballast = String(repeating: "0123456789abcdef", count: 256)
        for number in 0..<5_000 {
            let text = (0..<6).map { _ in "w\(generator.next() % 2_000)" }.joined(separator: " ")
            try writer.add(
                Document(id: DocumentID("d\(number)"), text: text, metadata: ["ballast": .string(ballast)]))
        }
        try writer.commit()
    }

    @Test("opening and searching touch little of an index, a document what lies around it, a verification all")
    func touching() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("index")
        try makeIndex(at: path)
        let snapshot = try IndexSnapshot(openingAt: path)
        let opened = residentBytes(of: folder.url.lastPathComponent)
        _ = try snapshot.rows(matching: HybridQuery("w1 w2 w3"))
        let searched = residentBytes(of: folder.url.lastPathComponent)
        _ = try snapshot.document(at: 2_500)
        let read = residentBytes(of: folder.url.lastPathComponent)
        try snapshot.verify()
        let verified = residentBytes(of: folder.url.lastPathComponent)
        print("measured: of \(snapshot.byteCount) bytes", opened, searched, read, verified)
        #expect(opened < snapshot.byteCount / 20)
        #expect(searched < snapshot.byteCount / 20)
        // The kernel maps what lies around a page that is read, up to some megabytes.
        #expect(read > searched && read < snapshot.byteCount / 3)
        #expect(verified > snapshot.byteCount * 9 / 10)
    }
}
