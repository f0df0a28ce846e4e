// SPDX-License-Identifier: Apache-2.0

/// A numbered promise of a seam; the seam's documentation says the same in its own words.
public struct Law: Hashable, Sendable, CustomStringConvertible {
    /// The number, such as `Q2`.
    public let id: String

    /// What is promised.
    public let text: String

    /// The number and the text.
    public var description: String { "\(id): \(text)" }

    private init(_ id: String, _ text: String) {
        self.id = id
        self.text = text
    }

    /// A call that may succeed does so; errors are kept for what the caller can act on.
    public static let g1 = Law("G1", "a call fails only for a reason that its seam names")

    /// Acknowledged jobs are delivered.
    public static let q1 = Law(
        "Q1", "an acknowledged job is delivered, unchanged, until completed, buried or cancelled")
    /// Fences increase and old ones change nothing.
    public static let q2 = Law("Q2", "fences strictly increase per job, and an old token changes nothing")
    /// A lease is exclusive.
    public static let q3 = Law("Q3", "before a lease ends nobody else is given one")
    /// A lapsed lease frees its job.
    public static let q4 = Law("Q4", "after a lease has lapsed the job is deliverable within the grace")
    /// Deduplication is exact.
    public static let q5 = Law("Q5", "a name is accepted once and a key has one live job, no shorter and no longer")
    /// The dead are kept.
    public static let q6 = Law(
        "Q6", "a job out of attempts or crashes becomes dead, is kept with its history, and is redriven once")
    /// Pausing stops leases.
    public static let q7 = Law("Q7", "once pausing has returned no lease is given, and jobs are still accepted")
    /// Delays are kept.
    public static let q8 = Law("Q8", "a delayed job is never early, and late by the grace at most")
    /// Priority is as declared.
    public static let q9 = Law("Q9", "no job is delivered while one of higher priority is deliverable")
    /// Batches answer for each element.
    public static let q10 = Law("Q10", "a batch answers for each of its elements, in order")
    /// Cancelled callers leave nothing behind.
    public static let q11 = Law("Q11", "a cancelled caller leaves no lease longer than it asked for")
    /// The size limit holds.
    public static let q12 = Law("Q12", "a payload above the limit fails before anything is written")

    /// Compare-and-set is exact.
    public static let s1 = Law("S1", "sequences are dense, and an append applies only to the sequence that it expects")
    /// The store refuses.
    public static let s2 = Law("S2", "the store refuses illegal changes and stale fences")
    /// Writes are read back.
    public static let s3 = Law("S3", "whoever appended reads it back at once")
    /// The feed is stable.
    public static let s4 = Law("S4", "the feed is gap-free, in commit order and prefix-stable")
    /// Old cursors say so.
    public static let s5 = Law("S5", "a cursor that is too old says so, and only such a one")
    /// Terminal phases absorb.
    public static let s6 = Law("S6", "nothing but reprocessing leaves a terminal phase")
    /// Retention spares the living.
    public static let s7 = Law("S7", "retention removes documents that ended long ago and no others")
    /// Appends repeat safely.
    public static let s8 = Law("S8", "an append repeated with the same id answers as it did and appends nothing")

    /// A ring is heard.
    public static let n1 = Law("N1", "in the absence of faults a ring wakes every listener to its topic")
    /// Rings are not the truth.
    public static let n2 = Law("N2", "a reader that also polls converges even when every ring is lost")

    /// Commits are whole.
    public static let b1 = Law("B1", "a commit is applied whole or not at all")
    /// Commits repeat safely.
    public static let b2 = Law("B2", "a commit repeated with the same id has the same outcome and no further effect")
    /// A lost lease refuses the commit.
    public static let b3 = Law("B3", "when a lease that a commit names is lost, nothing of it is applied")

    /// Objects are read as written.
    public static let o1 = Law("O1", "what was put is read back byte by byte, whole or by range")
    /// Objects are whole.
    public static let o2 = Law("O2", "a reader sees one version or another, never a mixture or a part")
    /// Absence is checked atomically.
    public static let o3 = Law("O3", "of racing puts that require absence exactly one succeeds")
    /// A failed put leaves what was there.
    public static let o4 = Law("O4", "a put that fails leaves what was there")
    /// Listings are complete.
    public static let o5 = Law("O5", "a listing is in the order of the keys and complete")

    /// Records are compared and set.
    public static let d1 = Law(
        "D1", "a write applies only to the version that it expects; of racing writes exactly one does")
    /// Records are read back.
    public static let d2 = Law("D2", "whoever wrote reads it back at once")
    /// Generations go up.
    public static let d3 = Law("D3", "the published generation never goes down")
    /// Content is found within a tenant.
    public static let d4 = Law("D4", "a content digest finds a document of that tenant, and never another tenant's")

    /// Entries replace.
    public static let x1 = Law("X1", "writing an entry again replaces it")
    /// Generations are kept apart.
    public static let x2 = Law("X2", "a search sees exactly the asked-for generation of each document")
    /// Removal is exact.
    public static let x3 = Law("X3", "removing generations removes all of their entries and nothing else")
    /// Writes are found.
    public static let x4 = Law("X4", "what was written is found by searches that begin afterwards")

    /// Vectors match inputs.
    public static let e1 = Law("E1", "an embedder answers with one value for each input, in order")
    /// Vectors have the declared shape.
    public static let e2 = Law("E2", "every vector has the declared number of dimensions and is finite")
    /// Embedding is a function.
    public static let e3 = Law("E3", "the same input gives the same vector, alone or in a batch")
    /// The batch limit holds.
    public static let e4 = Law("E4", "more inputs than the declared limit fail as too large")

    /// Markers are unique.
    public static let t1 = Law("T1", "each visual's marker occurs exactly once in the text")
    /// Extraction is a function.
    public static let t2 = Law("T2", "the same file gives the same text")
    /// Unreadable files fail.
    public static let t3 = Law("T3", "a file that cannot be read fails as unprocessable")

    /// Pages match.
    public static let r1 = Law("R1", "exactly the asked-for pages are rendered, in order")
    /// No page is left out.
    public static let r2 = Law("R2", "a page that does not exist, or an unreadable file, fails as unprocessable")

    /// Texts match visuals.
    public static let v1 = Law("V1", "a transcriber answers with one text for each visual, in order")

    /// Scores match passages.
    public static let k1 = Law("K1", "a reranker answers with one finite score for each passage, in order")
    /// Scores are independent.
    public static let k2 = Law("K2", "the score of a passage does not depend on the others")

    /// Every law, in order.
    public static let all: [Law] = [
        g1, q1, q2, q3, q4, q5, q6, q7, q8, q9, q10, q11, q12, s1, s2, s3, s4, s5, s6, s7, s8, n1, n2, b1, b2, b3, o1,
        o2, o3, o4, o5, d1, d2, d3, d4, x1, x2, x3, x4, e1, e2, e3, e4, t1, t2, t3, r1, r2, v1, k1, k2,
    ]
}
