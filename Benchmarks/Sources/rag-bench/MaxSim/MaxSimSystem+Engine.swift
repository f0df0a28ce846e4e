// SPDX-License-Identifier: Apache-2.0
import VDRMaxSim

extension MaxSimSystem {
    /// Our engine, by its public functions, in every precision and with every number of threads that it offers.
    static var engine: [MaxSimSystem] {
        [
            MaxSimSystem(name: "swift-rag fp32", threads: 1) { work in
                { try work.queries.map { try MaxSim.scores($0, work.documents) } }
            }
        ]
    }
}
