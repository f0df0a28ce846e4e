// SPDX-License-Identifier: Apache-2.0
import Foundation
import StatusModel
import TestSupport
import Testing

struct CodingTests {
    @Test("statuses and changes survive JSON")
    func roundTrip() throws {
        var generator = SplitMix64(seed: 5)
        var status = DocumentStatus(receivedAt: Sample.now)
        for _ in 0..<500 {
            let change = Sample.change(using: &generator)
            #expect(try JSONDecoder().decode(StatusChange.self, from: JSONEncoder().encode(change)) == change)
            _ = try? status.reduce(change, at: Sample.now)
            #expect(try JSONDecoder().decode(DocumentStatus.self, from: JSONEncoder().encode(status)) == status)
        }
        #expect(status.sequence > 10)
    }
}
