// SPDX-License-Identifier: Apache-2.0

extension Filter {
    /// Whether the filter holds for a document: the meaning of every filter, which engines reproduce.
    ///
    /// - Parameter document: The document.
    /// - Returns: Whether to keep it.
    /// - Complexity: O(size of the filter · size of the values that it looks at).
    public func matches(_ document: Document) -> Bool {
        switch self {
        case .comparison(let name, let comparison, let operand):
            document.metadata[name].map { comparison.holds($0, operand) } ?? false
        case .oneOf(let name, let operands):
            document.metadata[name].map { value in
                operands.contains { Comparison.equal.holds(value, $0) }
            } ?? false
        case .range(let name, let first, let last, let isClosed):
            document.metadata[name].map { value in
                Comparison.atLeast.holds(value, first)
                    && (isClosed ? Comparison.atMost : Comparison.less).holds(value, last)
            } ?? false
        case .exists(let name):
            document.metadata[name] != nil
        case .contains(let name, let text):
            document.metadata[name]?.hasAny(of: [text]) ?? false
        case .identifiers(let ids):
            ids.contains { $0.rawValue.hasSameScalars(as: document.id.rawValue) }
        case .access(let name, let groups):
            document.metadata[name]?.hasAny(of: groups) ?? false
        case .all(let filters):
            filters.allSatisfy { $0.matches(document) }
        case .any(let filters):
            filters.contains { $0.matches(document) }
        case .not(let filter):
            !filter.matches(document)
        }
    }
}

extension Filter.Comparison {
    /// Whether a value compares so with another one of its type.
    func holds(_ value: Metadata.Value, _ operand: Metadata.Value) -> Bool {
        if case .strings(let texts) = value, case .strings(let others) = operand {
            let isSame = texts.elementsEqual(others) { $0.hasSameScalars(as: $1) }
            return self == .equal && isSame || self == .notEqual && !isSame
        }
        guard let order = value.order(to: operand) else { return false }
        return switch self {
        case .equal: order == .same
        case .notEqual: order != .same
        case .less: order == .before
        case .atMost: order != .after
        case .greater: order == .after
        case .atLeast: order != .before
        }
    }
}

extension Metadata.Value {
    /// Whether the value is a list that has one of some texts.
    fileprivate func hasAny(of texts: [String]) -> Bool {
        guard case .strings(let list) = self else { return false }
        return list.contains { entry in texts.contains { $0.hasSameScalars(as: entry) } }
    }
}

extension String {
    /// Whether two texts are the same scalar by scalar, which canonical equivalence does not ask for.
    fileprivate func hasSameScalars(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
