// SPDX-License-Identifier: Apache-2.0

/// Reads a ``Filter`` from text by recursive descent, one function a rule.
struct FilterParser {
    private static let maximumDepth = 100

    private var scanner: FilterScanner
    private var depth = 0

    /// Begins at the beginning of a text.
    init(_ text: String) { scanner = FilterScanner(text) }

    /// The filter that the whole text is.
    mutating func filter() throws(RAGCoreError) -> Filter {
        let filter = try disjunction()
        guard scanner.isAtEnd else { throw scanner.error("'and', 'or' or the end comes here") }
        return filter
    }

    private mutating func disjunction() throws(RAGCoreError) -> Filter {
        var filters = [try conjunction()]
        while scanner.skip(keyword: "or") { filters.append(try conjunction()) }
        return filters.count > 1 ? .any(filters) : filters[0]
    }

    private mutating func conjunction() throws(RAGCoreError) -> Filter {
        var filters = [try term()]
        while scanner.skip(keyword: "and") { filters.append(try term()) }
        return filters.count > 1 ? .all(filters) : filters[0]
    }

    private mutating func term() throws(RAGCoreError) -> Filter {
        guard depth < Self.maximumDepth else {
            throw scanner.error("the filter is nested more than \(Self.maximumDepth) levels deep")
        }
        depth += 1
        defer { depth -= 1 }
        if scanner.skip(keyword: "not") { return .not(try term()) }
        if scanner.skip("(") {
            let filter = try disjunction()
            try scanner.expect(")", "to close the parenthesis")
            return filter
        }
        if scanner.skip(keyword: "all") { return .all(try filters(behind: "all")) }
        if scanner.skip(keyword: "any") { return .any(try filters(behind: "any")) }
        if scanner.skip(keyword: "id") { return try identifiers() }
        return try condition(on: scanner.name())
    }

    private mutating func filters(behind keyword: String) throws(RAGCoreError) -> [Filter] {
        try scanner.expect("(", "behind '\(keyword)'; for a name write \"\(keyword)\"")
        var filters: [Filter] = []
        guard !scanner.skip(")") else { return filters }
        repeat { filters.append(try disjunction()) } while scanner.skip(",")
        try scanner.expect(")", "behind the filters")
        return filters
    }

    private mutating func identifiers() throws(RAGCoreError) -> Filter {
        if scanner.skip(keyword: "in") { return .identifiers(try scanner.texts().map { DocumentID($0) }) }
        if scanner.skip("==") || scanner.skip("=") { return .identifiers([DocumentID(try scanner.text())]) }
        throw scanner.error("'in (a, b)' or '=' comes behind 'id'; for a name write \"id\"")
    }

    private mutating func condition(on name: String) throws(RAGCoreError) -> Filter {
        if scanner.skip(keyword: "exists") { return .exists(name) }
        if scanner.skip(keyword: "contains") { return .contains(name, try scanner.text()) }
        if scanner.skip(keyword: "admits") { return .access(name, groups: try scanner.texts()) }
        if scanner.skip(keyword: "in") {
            return try scanner.skip("[") ? range(of: name) : .oneOf(name, scanner.values())
        }
        if scanner.skip("==") { return .comparison(name, .equal, try scanner.value()) }
        // The longer sign first: '<=' begins as '<' does.
        for comparison in Filter.Comparison.allCases.sorted(by: { $0.rawValue.count > $1.rawValue.count })
        where scanner.skip(comparison.rawValue) {
            return .comparison(name, comparison, try scanner.value())
        }
        throw scanner.error("a comparison, 'in', 'exists', 'contains' or 'admits' comes behind a name")
    }

    private mutating func range(of name: String) throws(RAGCoreError) -> Filter {
        let first = try scanner.value()
        try scanner.expect(",", "between the ends of a range")
        let last = try scanner.value()
        if scanner.skip("]") { return .range(name, from: first, to: last, isClosed: true) }
        try scanner.expect(")", "or ']' behind a range")
        return .range(name, from: first, to: last, isClosed: false)
    }
}
