// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A JSON value as a tree, for documents and schemas alike.
enum JSONTree: Hashable, Codable {
    case null
    case boolean(Bool)
    case number(Double)
    case string(String)
    case array([JSONTree])
    case object([String: JSONTree])

    init(json: some StringProtocol) throws { self = try JSONDecoder().decode(JSONTree.self, from: Data(json.utf8)) }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let truth = try? container.decode(Bool.self) {
            self = .boolean(truth)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .string(text)
        } else if let elements = try? container.decode([JSONTree].self) {
            self = .array(elements)
        } else {
            self = .object(try container.decode([String: JSONTree].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .boolean(let truth): try container.encode(truth)
        case .number(let number): try container.encode(number)
        case .string(let text): try container.encode(text)
        case .array(let elements): try container.encode(elements)
        case .object(let members): try container.encode(members)
        }
    }

    /// The members of an object; none for another value.
    var members: [String: JSONTree] { if case .object(let members) = self { members } else { [:] } }

    /// The elements of an array; none for another value.
    var elements: [JSONTree] { if case .array(let elements) = self { elements } else { [] } }

    /// The text of a string.
    var text: String? { if case .string(let text) = self { text } else { nil } }

    /// The number of a number.
    var number: Double? { if case .number(let number) = self { number } else { nil } }

    /// Every tree that comes of changing one object of this one.
    ///
    /// - Parameter change: The changed versions of an object's members.
    /// - Returns: The changed trees.
    func variants(_ change: ([String: JSONTree]) -> [[String: JSONTree]]) -> [JSONTree] {
        switch self {
        case .object(let members):
            let inside = members.flatMap { key, value in
                value.variants(change).map { variant in JSONTree.object(members.merging([key: variant]) { $1 }) }
            }
            return change(members).map(JSONTree.object) + inside
        case .array(let elements):
            return elements.indices.flatMap { index in
                elements[index].variants(change).map { variant in
                    var copy = elements
                    copy[index] = variant
                    return JSONTree.array(copy)
                }
            }
        default: return []
        }
    }
}
