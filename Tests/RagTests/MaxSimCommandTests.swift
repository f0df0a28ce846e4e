// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// `rag maxsim` as a user runs it.
struct MaxSimCommandTests {
    private let folder: TemporaryFolder
    private let grid = ["--grid", "2x3", "--grid-start", "1"]

    /// One query row and two pages of 2 x 3 patches after one row that is no patch: the query is that of one patch of the
    /// second page.
    init() throws {
        folder = try TemporaryFolder()
        var rows = [Float](repeating: 0, count: 14 * 4)
        for row in 0..<14 { rows[row * 4 + 1] = 1 }
        let patch = 7 + 1 + 4
        (rows[patch * 4], rows[patch * 4 + 1]) = (1, 0)
        try write("query.npy", "<f4", [1, 4], [1, 0, 0, 0].map { Float($0).bitPattern })
        try write("pages.npy", "<f4", [14, 4], rows.map(\.bitPattern))
        try write("offsets.npy", "<i8", [3], [0, 7, 14] as [Int64])
    }

    private func write(_ name: String, _ type: String, _ shape: [Int], _ words: [some FixedWidthInteger]) throws {
        let sides = shape.map { "\($0)," }.joined(separator: " ")
        let header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(sides)), }\n"
        let elements = words.flatMap { word in
            stride(from: 0, to: word.bitWidth, by: 8).map { UInt8(truncatingIfNeeded: word >> $0) }
        }
        let bytes = [0x93] + "NUMPY".utf8 + [1, 0, UInt8(header.utf8.count), 0] + header.utf8 + elements
        try Data(bytes).write(to: folder.url.appending(path: name))
    }

    private func run(_ options: [String]) throws -> RagProcess {
        let files = [folder.path("query.npy"), folder.path("pages.npy"), "--offsets", folder.path("offsets.npy")]
        return try RagProcess(["maxsim"] + files + options)
    }

    @Test("the best document's heat map is a picture of 16 pixels a patch")
    func heatMap() throws {
        let picture = folder.path("map.png")
        let run = try run(["--heat-map", picture, "--json"] + grid)
        #expect(run.status == 0, "\(run.errors)")
        #expect(try run.json()["heatMapOf"] as? Int == 1)
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: picture)))
        #expect(Array(bytes.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        let size = [16, 20].map { place in bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
        #expect(size == [48, 32])
    }

    @Test("another document may be drawn, and differs")
    func otherDocument() throws {
        let best = try run(["--heat-map", folder.path("a.png")] + grid)
        let other = try run(["--heat-map", folder.path("b.png"), "--heat-map-document", "0"] + grid)
        #expect(best.status == 0 && other.status == 0, "\(best.errors)\(other.errors)")
        #expect(other.output.contains("document 0 drawn in"))
        let pictures = try ["a.png", "b.png"].map { try Data(contentsOf: folder.url.appending(path: $0)) }
        #expect(pictures[0] != pictures[1])
    }

    @Test(
        "what cannot be drawn is refused with what to give",
        arguments: [
            (["--heat-map", "map.png"], "--grid", Int32(65)),
            (["--heat-map", "map.png", "--grid", "3x3"], "3 x 3", 65),
            (["--heat-map", "map.png", "--grid", "two"], "--grid", 64),
            (["--heat-map", "map.png", "--grid", "2x3", "--heat-map-document", "2"], "--heat-map-document", 65),
            (["--heat-map", "map.png", "--grid", "2x3", "--opacity", "2"], "opacity", 65),
            (["--heat-map", "absent/map.png", "--grid", "2x3"], "cannot be written", 73),
            (["--grid", "2x3"], "--heat-map", 64),
        ])
    func refused(options: [String], message: String, status: Int32) throws {
        let placed = options.map { $0.hasSuffix(".png") ? folder.path($0) : $0 }
        let run = try run(placed)
        #expect(run.status == status, "\(run.errors)")
        #expect(run.errors.contains(message), "\(run.errors)")
    }
}
