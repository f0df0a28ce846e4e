// SPDX-License-Identifier: Apache-2.0

/// A route that somebody set by hand, above every rule.
///
/// Of several the narrowest wins: that of a request above that of the process, and both above the policy's own. An
/// override with a route that the policy does not declare is ignored, and the decision says so.
public struct Override: Hashable, Sendable, Codable {
    /// The route to take.
    public var route: Route

    /// Who set it, for the record.
    public var author: String?

    /// Creates an override.
    ///
    /// - Parameters:
    ///   - route: The route to take.
    ///   - author: Who set it.
    public init(route: Route, author: String? = nil) {
        self.route = route
        self.author = author
    }

    /// How far an override reaches.
    public enum Scope: String, Hashable, Sendable, Codable, Comparable {
        /// One request, such as a developer's.
        case request
        /// Every decision of a process, such as one set by an environment variable.
        case process
        /// Every decision under a policy, wherever it is loaded.
        case policy

        /// Orders scopes from the narrowest to the widest, which is also the order in which they are asked.
        public static func < (left: Scope, right: Scope) -> Bool { left.width < right.width }

        private var width: Int {
            switch self {
            case .request: 0
            case .process: 1
            case .policy: 2
            }
        }
    }
}

/// A second route that gets a copy of the document, whose results nobody sees.
///
/// The decision names it; running the copy, and keeping it from having effects, is the host's affair.
public struct Mirror: Hashable, Sendable {
    /// The route of the copy.
    public var route: Route

    /// The share of units that is mirrored.
    public var share: PartsPerMillion

    /// What makes the choice of mirrored units independent of rollouts; needed for a share below 100 %.
    public var salt: String?

    /// Creates a mirror.
    ///
    /// - Parameters:
    ///   - route: The route of the copy.
    ///   - share: The share of units that is mirrored.
    ///   - salt: What makes the choice independent of rollouts; needed for a share below 100 %.
    public init(route: Route, share: PartsPerMillion = .whole, salt: String? = nil) {
        self.route = route
        self.share = share
        self.salt = salt
    }
}
