// SPDX-License-Identifier: Apache-2.0
#if SQLite
internal import GRDB

/// The tables of the file, and how older files come to have them.
///
/// Steady times are nanoseconds of the clock; wall times are milliseconds since 1970. Job states are 0 ready, 1 leased,
/// 2 dead, 3 finished, 4 delayed; each state that is searched has a partial index of its own.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 queue, log, records") { database in
            try database.execute(sql: queue)
            try database.execute(sql: log)
            try database.execute(sql: records)
        }
        migrator.registerMigration("2 objects, embeddings") { database in
            try database.execute(sql: objects)
        }
        return migrator
    }

    private static let queue = """
        CREATE TABLE job (
            place INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            queue TEXT NOT NULL,
            payload BLOB NOT NULL,
            key TEXT,
            priority INTEGER NOT NULL,
            delay INTEGER NOT NULL,
            headers TEXT,
            maximumAttempts INTEGER NOT NULL,
            maximumCrashes INTEGER NOT NULL,
            state INTEGER NOT NULL,
            time INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            crashes INTEGER NOT NULL DEFAULT 0,
            fence INTEGER NOT NULL DEFAULT 0,
            isCancellationRequested INTEGER NOT NULL DEFAULT 0,
            failure TEXT,
            finishedAt INTEGER
        );
        CREATE INDEX jobReady ON job (queue, priority DESC, place) WHERE state = 0;
        CREATE INDEX jobLeased ON job (queue, time) WHERE state = 1;
        CREATE INDEX jobDead ON job (queue, id) WHERE state = 2;
        CREATE INDEX jobFinished ON job (finishedAt) WHERE state = 3;
        CREATE INDEX jobDelayed ON job (queue, time) WHERE state = 4;
        CREATE UNIQUE INDEX jobKey ON job (queue, key) WHERE state IN (0, 1, 4) AND key IS NOT NULL;
        CREATE TABLE pausedQueue (name TEXT PRIMARY KEY) WITHOUT ROWID;
        CREATE TABLE clock (elapsed INTEGER NOT NULL, wallTime INTEGER NOT NULL);
        """

    private static let log = """
        CREATE TABLE status (
            document TEXT PRIMARY KEY,
            tenant TEXT NOT NULL,
            phase TEXT NOT NULL,
            isTerminal INTEGER NOT NULL,
            updatedAt INTEGER NOT NULL,
            record TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX statusEnded ON status (updatedAt) WHERE isTerminal;
        CREATE TABLE entry (
            position INTEGER PRIMARY KEY AUTOINCREMENT,
            tenant TEXT NOT NULL,
            document TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            event TEXT NOT NULL,
            change TEXT,
            date INTEGER NOT NULL,
            UNIQUE (document, sequence)
        );
        CREATE UNIQUE INDEX entryEvent ON entry (document, event);
        CREATE INDEX entryFeed ON entry (tenant, position);
        CREATE TABLE fence (
            document TEXT NOT NULL, job TEXT NOT NULL, fence INTEGER NOT NULL, PRIMARY KEY (document, job)
        ) WITHOUT ROWID;
        CREATE TABLE feedHorizon (tenant TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID;
        """

    private static let records = """
        CREATE TABLE document (
            id TEXT PRIMARY KEY,
            tenant TEXT NOT NULL,
            contentDigest TEXT NOT NULL,
            record TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX documentContent ON document (tenant, contentDigest, id);
        CREATE TABLE stageCommit (
            id TEXT PRIMARY KEY, receipt TEXT NOT NULL, appliedAt INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX stageCommitAge ON stageCommit (appliedAt);
        """

    private static let objects = """
        CREATE TABLE blob (key TEXT PRIMARY KEY, bytes BLOB NOT NULL);
        CREATE TABLE embedding (
            document TEXT NOT NULL, generation INTEGER NOT NULL, ordinal INTEGER NOT NULL, vector BLOB NOT NULL,
            PRIMARY KEY (document, generation, ordinal)
        ) WITHOUT ROWID;
        """
}
#endif
