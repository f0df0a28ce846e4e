// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import TextEmbeddings
import VDRMaxSim

@testable import rag

struct ProjectionFileTests {
    private let folder: TemporaryFolder
    private let url: URL
    private let file: ProjectionFile
    private let projection: TokenProjection

    init() throws {
        folder = try TemporaryFolder()
        url = folder.url.appending(path: "vectors-1/projection")
        file = ProjectionFile(url)
        projection = try TokenProjection(mean: [1, 2, 3, 4], basis: [0.5, 0, -0.5, 0, 0, 1, 0, -1])
    }

    @Test("a projection comes back as it was written, and where there is no file there is none")
    func roundTrip() throws {
        #expect(try file.read() == nil)
        try file.write(projection)
        #expect(try file.read() == projection)
    }

    @Test("a file with any one bit changed is refused")
    func damage() throws {
        try file.write(projection)
        let whole = try Data(contentsOf: url)
        for place in whole.indices {
            var damaged = whole
            damaged[place] ^= 1 << UInt8(place % 8)
            try damaged.write(to: url)
            let expected: MaxSimError.Code = place == 7 ? .unsupportedVersion : .corruptedIndex
            let error = #expect(throws: MaxSimError.self) { try file.read() }
            #expect(error?.code == expected, "byte \(place)")
        }
    }

    @Test("a file that ends early or goes on is refused", arguments: [0, 7, 8, 16, 100, -1])
    func length(count: Int) throws {
        try file.write(projection)
        let whole = try Data(contentsOf: url)
        try (count < 0 ? whole + [0] : whole.prefix(count)).write(to: url)
        let error = #expect(throws: MaxSimError.self) { try file.read() }
        #expect(error?.code == .corruptedIndex)
    }
}
