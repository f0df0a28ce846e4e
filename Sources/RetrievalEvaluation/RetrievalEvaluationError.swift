// SPDX-License-Identifier: Apache-2.0

/// Why judgements, a run or a comparison could not be made, and what to do about it.
public struct RetrievalEvaluationError: Error, Hashable, Sendable {
    /// The kind of error.
    public var code: Code

    /// The line of the text that was read, counted from 1; `nil` where no line is at fault.
    public var line: Int?

    /// What went wrong and what to do, for a person.
    public var message: String

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - code: The kind of error.
    ///   - line: The line at fault, counted from 1, or `nil`.
    ///   - message: What went wrong and what to do.
    public init(_ code: Code, line: Int? = nil, _ message: String) {
        self.code = code
        self.line = line
        self.message = message
    }

    /// A kind of error; more may be added.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The code as text.
        public let description: String

        private init(_ description: String) { self.description = description }

        /// A line has too few or too many columns.
        public static let malformedLine = Code("malformedLine")

        /// A grade is not a whole number.
        public static let invalidGrade = Code("invalidGrade")

        /// A rank is not a whole number.
        public static let invalidRank = Code("invalidRank")

        /// A score is not a number.
        public static let invalidScore = Code("invalidScore")

        /// A document is judged twice for one query.
        public static let duplicateJudgement = Code("duplicateJudgement")

        /// A document is ranked twice for one query.
        public static let duplicateDocument = Code("duplicateDocument")

        /// One run file names more than one system.
        public static let mixedSystems = Code("mixedSystems")

        /// The text holds no line at all.
        public static let emptyText = Code("emptyText")

        /// A name cannot be a column of a TREC file, because it is empty or holds a blank.
        public static let unwritableName = Code("unwritableName")

        /// No metric has this name.
        public static let unknownMetric = Code("unknownMetric")

        /// Two evaluations cannot be paired: their rules or queries differ, there is no query, or one lacks the metric.
        public static let notComparable = Code("notComparable")
    }
}

extension RetrievalEvaluationError: CustomStringConvertible {
    /// The message, after the line where one is at fault.
    public var description: String {
        line.map { "line \($0): \(message)" } ?? message
    }
}
