// SPDX-License-Identifier: Apache-2.0
public import StatusModel

/// Why a call to a seam failed, in a form that says whether to call again.
///
/// Expected answers, such as a lost lease or a conflict, are outcomes and not errors. An error means that the adapter
/// could not answer.
public struct PipelineError: Error, Sendable {
    /// The kind of error.
    public var code: Code

    /// What went wrong and what to do, for a person.
    public var message: String

    /// The error of the engine underneath.
    public var cause: (any Error)?

    /// How long to wait before calling again, where the engine said so.
    public var retryAfter: Duration?

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - code: The kind of error.
    ///   - message: What went wrong and what to do.
    ///   - cause: The error of the engine underneath.
    ///   - retryAfter: How long to wait before calling again.
    public init(_ code: Code, _ message: String, cause: (any Error)? = nil, retryAfter: Duration? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
        self.retryAfter = retryAfter
    }

    /// A kind of error; more may be added.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The code as text.
        public let description: String

        /// The category of failure, which decides whether a job is tried again.
        public let category: FailureInfo.Category

        private init(_ description: String, _ category: FailureInfo.Category) {
            self.description = description
            self.category = category
        }

        /// The call may or may not have been applied, as after a lost connection.
        ///
        /// Every adapter that talks to another process must use this code where it cannot know. Callers repeat the call
        /// with the same id; the laws make that safe.
        public static let ambiguous = Code("ambiguous", .transient)
        /// The engine cannot be reached; nothing was applied.
        public static let unavailable = Code("unavailable", .transient)
        /// The engine asks to slow down; nothing was applied.
        public static let throttled = Code("throttled", .throttled)
        /// It took too long, and nothing was applied.
        public static let timeout = Code("timeout", .timeout)
        /// The task was cancelled, and nothing was applied.
        public static let cancelled = Code("cancelled", .cancelled)
        /// No room is left; nothing was applied, and it works again once there is room.
        public static let storageFull = Code("storageFull", .transient)
        /// A value is larger than the adapter's declared limit; nothing was applied.
        public static let payloadTooLarge = Code("payloadTooLarge", .permanent)
        /// An argument makes no sense, such as a negative duration; nothing was applied.
        public static let invalidArgument = Code("invalidArgument", .permanent)
        /// What was asked for does not exist.
        public static let notFound = Code("notFound", .permanent)
        /// The adapter declares that it cannot do this.
        public static let unsupported = Code("unsupported", .permanent)
        /// What is stored contradicts itself.
        public static let corrupted = Code("corrupted", .permanent)
        /// The input cannot be processed, such as an encrypted file.
        public static let unprocessable = Code("unprocessable", .permanent)
    }
}

extension PipelineError: CustomStringConvertible {
    /// The code and the message.
    public var description: String { "\(code): \(message)" }
}
