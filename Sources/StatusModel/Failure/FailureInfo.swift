// SPDX-License-Identifier: Apache-2.0

/// Why an attempt, a lane or a document failed, in a form that decides what happens next.
public struct FailureInfo: Hashable, Sendable, Codable {
    /// Where it happened, such as `extracting` or `routing`.
    public var stage: String

    /// A stable name for programs, such as `pdf.encrypted`.
    public var code: String

    /// The kind of failure, which alone decides whether it is tried again.
    public var category: Category

    /// The attempt that failed, counted from 1.
    public var attempt: Int

    /// What happened, for a person, without secrets.
    public var message: RedactedText

    /// Creates a description of a failure.
    ///
    /// - Parameters:
    ///   - stage: Where it happened.
    ///   - code: A stable name for programs.
    ///   - category: The kind of failure.
    ///   - attempt: The attempt that failed, counted from 1.
    ///   - message: What happened, for a person.
    public init(stage: String, code: String, category: Category, attempt: Int = 1, message: RedactedText = "") {
        self.stage = stage
        self.code = code
        self.category = category
        self.attempt = attempt
        self.message = message
    }

    /// A kind of failure.
    public enum Category: String, Hashable, Sendable, Codable, CaseIterable {
        /// It may work next time: a network error, a restart.
        case transient
        /// Someone said "too much"; it will work later, and slower.
        case throttled
        /// It took longer than it may.
        case timeout
        /// It will never work: a damaged or encrypted file.
        case permanent
        /// It takes the worker down with it.
        case poison
        /// Someone asked to stop.
        case cancelled

        /// Whether another attempt makes sense.
        public var isRetryable: Bool {
            switch self {
            case .transient, .throttled, .timeout: true
            case .permanent, .poison, .cancelled: false
            }
        }
    }
}
