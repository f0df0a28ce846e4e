// SPDX-License-Identifier: Apache-2.0
#if CommandLine && SQLite
import ArgumentParser
import PipelineProtocols
import PipelineSQLite
import StatusModel

struct QueueDeadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead", abstract: "List the jobs that were given up, and why.")

    @OptionGroup var arguments: QueueArguments

    @Option(help: "The most jobs to list.")
    var limit = 100

    struct Report: Encodable {
        var queue: String
        var jobs: [Job]

        struct Job: Encodable {
            var id: String
            var attempts: Int
            var crashes: Int
            var failure: FailureInfo
        }
    }

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit must be above 0") }
    }

    func run() async throws {
        let dead = try await arguments.options.open().deadJobs(in: arguments.name, after: nil, limit: limit)
        guard !arguments.options.json else {
            let jobs = dead.map {
                Report.Job(id: $0.job.id.rawValue, attempts: $0.attempts, crashes: $0.crashes, failure: $0.failure)
            }
            return try Console.json(Report(queue: arguments.queue, jobs: jobs))
        }
        if dead.isEmpty { print("no dead jobs in \(arguments.queue)") }
        for job in dead {
            print(
                "\(job.job.id)  \(job.failure.code) (\(job.failure.category.rawValue)) in \(job.failure.stage), "
                    + "\(job.attempts) attempts, \(job.crashes) crashes: \(job.failure.message)")
        }
    }
}

struct QueueRedriveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redrive", abstract: "Let dead jobs be tried again from their first attempt.")

    @OptionGroup var arguments: QueueArguments

    @Argument(help: "The jobs.")
    var jobs: [String] = []

    @Flag(help: "All dead jobs of the queue.")
    var all = false

    struct Report: Encodable {
        var queue: String
        var redriven: [String]
    }

    func validate() throws {
        guard all != !jobs.isEmpty else { throw ValidationError("name the jobs, or say --all") }
    }

    func run() async throws {
        let store = try await arguments.options.open()
        let redriven =
            all ? try await redriveAll(store) : try await store.redrive(jobs.map { JobID($0) }, in: arguments.name)
        guard !arguments.options.json else {
            return try Console.json(Report(queue: arguments.queue, redriven: redriven.map(\.rawValue)))
        }
        print("\(redriven.count.grouped) jobs of \(arguments.queue) wait again")
    }

    private func redriveAll(_ store: SQLiteBackend) async throws -> [JobID] {
        var redriven: [JobID] = []
        var last: JobID?
        while true {
            let page = try await store.deadJobs(in: arguments.name, after: last, limit: 500).map(\.job.id)
            guard let end = page.last else { return redriven }
            redriven += try await store.redrive(page, in: arguments.name)
            last = end
        }
    }
}
#endif
