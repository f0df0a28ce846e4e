// SPDX-License-Identifier: Apache-2.0
#if SQLite
internal import GRDB
internal import PipelineProtocols
internal import StatusModel

extension JobTable {
    /// Moves what time has moved: delays that ended and leases that lapsed.
    func settleLapsed(in queue: QueueName, at now: Duration) throws {
        let time = now.nanoseconds
        let hasMoved = try Bool.fetchOne(
            statement(
                """
                SELECT EXISTS (SELECT 1 FROM job WHERE queue = ?1 AND state = 1 AND time <= ?2)
                    OR EXISTS (SELECT 1 FROM job WHERE queue = ?1 AND state = 4 AND time <= ?2)
                """), arguments: [queue.rawValue, time])
        guard hasMoved == true else { return }
        try statement("UPDATE job SET state = 0 WHERE queue = ? AND state = 4 AND time <= ?")
            .execute(arguments: [queue.rawValue, time])
        // The retention of names is by wall time, and the engine's own will do.
        try statement(
            """
            UPDATE job SET state = 3, crashes = crashes + 1, payload = x'',
                finishedAt = CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)
            WHERE queue = ? AND state = 1 AND time <= ? AND isCancellationRequested
            """
        ).execute(arguments: [queue.rawValue, time])
        // The failure is made up when it is read; its columns say which it is.
        try statement(
            """
            UPDATE job SET crashes = crashes + 1, failure = NULL,
                state = CASE WHEN crashes + 1 >= maximumCrashes OR attempts >= maximumAttempts THEN 2 ELSE 0 END
            WHERE queue = ? AND state = 1 AND time <= ?
            """
        ).execute(arguments: [queue.rawValue, time])
    }

    /// Translates the steady times of an earlier boot, whose clock began elsewhere.
    func rebase(to now: Duration, wallTime: WallTime) throws {
        let row = try Row.fetchOne(database, sql: "SELECT elapsed, wallTime FROM clock")
        let last: Int64? = row?["elapsed"]
        if let row, let last, now.nanoseconds < last {
            let lastWallTime: Int64 = row["wallTime"]
            let passed = max(wallTime.millisecondsSince1970 - lastWallTime, 0) * 1_000_000
            let shift = now.nanoseconds - (last + passed)
            try database.execute(sql: "UPDATE job SET time = time + ? WHERE state IN (1, 4)", arguments: [shift])
        }
        try database.execute(sql: "DELETE FROM clock")
        try database.execute(
            sql: "INSERT INTO clock VALUES (?, ?)", arguments: [now.nanoseconds, wallTime.millisecondsSince1970])
    }
}
#endif
