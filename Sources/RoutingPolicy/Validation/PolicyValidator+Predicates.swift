// SPDX-License-Identifier: Apache-2.0

extension PolicyValidator {
    mutating func validate(_ predicate: Predicate, of document: PolicyDocument, at path: String) {
        switch predicate {
        case .constant: break
        case .attribute(let name, let test):
            validateName(of: name, at: path + ".attribute")
            validate(test, of: document, at: path)
            if let builtIn = AttributeName.builtIn.first(where: { $0.name == name }), !test.accepts(builtIn.type) {
                error(path, "\(test) of \(name)", "a test for a value of type \(builtIn.type.rawValue)")
            }
        case .anyAttribute(_, let test):
            validate(test, of: document, at: path)
            if !test.accepts(.string) || test == .isPresent {
                error(path, "\(test)", "a test for texts")
            }
        case .isSwitched(let name, _):
            if document.switches[name] == nil {
                warning(path + ".switch", "\"\(name)\"", "a switch of this policy; one that is not listed is off")
            }
        case .decision(let policy, let routes): validate(policy, routes, at: path)
        case .all(let parts), .any(let parts):
            let key = if case .all = predicate { "all" } else { "any" }
            if parts.isEmpty { warning("\(path).\(key)", "[]", "at least one predicate") }
            for (index, part) in parts.enumerated() { validate(part, of: document, at: "\(path).\(key)[\(index)]") }
        case .not(let other): validate(other, of: document, at: path + ".not")
        }
    }

    mutating func validateName(of name: AttributeName, at path: String) {
        if name.rawValue.isEmpty { error(path, "\"\"", "an attribute's name") }
        guard name.rawValue.hasPrefix("document."), !AttributeName.builtIn.contains(where: { $0.name == name }) else {
            return
        }
        let known = AttributeName.builtIn.map(\.name.rawValue).joined(separator: ", ")
        error(path, "\"\(name)\"", "one of \(known), or a name that does not start with document.")
    }

    private mutating func validate(_ test: AttributeTest, of document: PolicyDocument, at path: String) {
        switch test {
        case .isPresent: break
        case .equals(.number(let number)):
            if !number.isFinite { error(path + ".equals", "\(number)", "a finite number") }
        case .equals(.strings): error(path + ".equals", "an array", "one value; use in for several")
        case .equals: break
        case .isIn(let texts): warnIfEmpty(texts, at: path + ".in")
        case .isInList(let name):
            if document.lists[name] == nil { error(path + ".inList", "\"\(name)\"", "a list of this policy") }
        case .inRange(let range): validate(range, at: path)
        case .inWindow(let window): validate(window, at: path)
        case .hasPrefix(let texts): validatePatterns(texts, at: path + ".prefix")
        case .hasSuffix(let texts): validatePatterns(texts, at: path + ".suffix")
        case .containsIgnoringCase(let texts): validatePatterns(texts, at: path + ".containsIgnoringCase")
        case .hasWord(let texts):
            validateWords(texts, at: path + ".word", "one word: letters or digits, not both, in lower case")
        case .hasExtension(let texts):
            validateExtensions(texts, at: path + ".extension")
        }
    }

    private mutating func validate(_ range: NumericRange, at path: String) {
        for bound in [range.lower, range.upper] {
            guard case .real(let number)? = bound?.number, !number.isFinite else { continue }
            error(path, "\(number)", "a finite number")
        }
    }

    private mutating func warnIfEmpty(_ texts: [String], at path: String) {
        if texts.isEmpty { warning(path, "[]", "at least one text; nothing is in an empty list") }
    }

    private mutating func validatePatterns(_ texts: [String], at path: String) {
        warnIfEmpty(texts, at: path)
        for (index, text) in texts.enumerated() where text.isEmpty {
            error("\(path)[\(index)]", "\"\"", "a text that is not empty; every text has an empty part")
        }
    }

    /// A word that the words of a file name can never equal is a fault, not a rule that never fires.
    private mutating func validateWords(_ texts: [String], at path: String, _ expected: String) {
        warnIfEmpty(texts, at: path)
        for (index, text) in texts.enumerated() where !FileNameWords.isSingleWord(text) {
            error("\(path)[\(index)]", "\"\(text)\"", expected)
        }
    }

    private mutating func validateExtensions(_ texts: [String], at path: String) {
        warnIfEmpty(texts, at: path)
        for (index, text) in texts.enumerated() where text.isEmpty || text.utf8.contains(UInt8(ascii: ".")) {
            error("\(path)[\(index)]", "\"\(text)\"", "an extension without its dot")
        }
    }

    private mutating func validate(_ policy: String, _ routes: [Route], at path: String) {
        guard let other = root.prerequisites[policy] else {
            error(path + ".policy", "\"\(policy)\"", "the name of a prerequisite")
            return
        }
        if routes.isEmpty { error(path + ".decides", "[]", "at least one route") }
        for (index, route) in routes.enumerated() {
            validateRoute(route, of: other, at: "\(path).decides[\(index)]")
        }
    }

    /// Validates the prerequisites, none of which may ask itself by way of others.
    mutating func validatePrerequisites() {
        for name in root.prerequisites.keys.sorted() {
            guard let document = root.prerequisites[name] else { continue }
            let path = "prerequisites.\(name)"
            if !document.prerequisites.isEmpty {
                error(path + ".prerequisites", "{...}", "nothing: a prerequisite's prerequisites stand beside it")
            }
            validate(document, at: path)
        }
        for cycle in PrerequisiteGraph(root).cycles {
            error("prerequisites", cycle.joined(separator: " > "), "policies that do not ask themselves")
        }
    }
}
