// SPDX-License-Identifier: Apache-2.0
import Foundation
import RAGCore
import Testing

struct MetadataTests {
    @Test(
        "a value keeps its type through JSON",
        arguments: [
            (.string(""), #""""#), (.string("true"), #""true""#), (.string("1"), #""1""#),
            (.string("é\n🇩🇪"), #""é\n🇩🇪""#),
            (.boolean(true), "true"), (.boolean(false), "false"),
            (.integer(1), "1"), (.integer(0), "0"), (.integer(-7), "-7"),
            (.integer(.max), "9223372036854775807"), (.integer(.min), "-9223372036854775808"),
            (.integer(9_007_199_254_740_993), "9007199254740993"),
            (.number(0.5), "0.5"), (.number(-2.25), "-2.25"),
            (.strings([]), "[]"), (.strings(["a", "true", "1"]), #"["a","true","1"]"#),
        ] as [(Metadata.Value, String)]
    )
    func roundTrip(value: Metadata.Value, json: String) throws {
        let metadata: Metadata = Metadata(["value": value])
        let encoded = try JSONEncoder().encode(metadata)
        #expect(String(decoding: encoded, as: UTF8.self) == #"{"value":\#(json)}"#)
        #expect(try JSONDecoder().decode(Metadata.self, from: encoded) == metadata)
    }

    @Test("JSON does not tell a number without a fraction from an integer")
    func wholeNumbers() throws {
        let encoded = try JSONEncoder().encode(Metadata(["value": .number(2)]))
        #expect(try JSONDecoder().decode(Metadata.self, from: encoded) == ["value": 2])
    }

    @Test("a number beyond the integers is read as a number")
    func largeNumbers() throws {
        let decoded = try JSONDecoder().decode(Metadata.self, from: Data(#"{"value":1e300}"#.utf8))
        #expect(decoded["value"] == .number(1e300))
    }

    @Test(
        "anything but plain values is refused",
        arguments: [#"{"a":null}"#, #"{"a":{"b":1}}"#, #"{"a":[1]}"#, #"{"a":["x",true]}"#, "[]", "1"]
    )
    func refused(json: String) {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Metadata.self, from: Data(json.utf8)) }
    }

    @Test("literals make typed values, and of a name given twice the last counts")
    func literals() {
        let metadata: Metadata = ["s": "x", "i": 1, "n": 1.5, "b": true, "l": ["y", "z"], "s": "last"]
        #expect(
            metadata.values == [
                "s": .string("last"), "i": .integer(1), "n": .number(1.5), "b": .boolean(true),
                "l": .strings(["y", "z"]),
            ]
        )
    }

    @Test("values are read, set and removed by name, and case matters")
    func subscripting() {
        var metadata = Metadata()
        metadata["year"] = 1843
        #expect(metadata["year"] == 1843)
        #expect(metadata["Year"] == nil)
        metadata["year"] = nil
        #expect(metadata == [:])
    }

    @Test("values of different types are different, even where they look alike")
    func equality() {
        let values: [Metadata.Value] = [.integer(1), .number(1), .boolean(true), .string("1"), .strings(["1"])]
        #expect(Set(values).count == values.count)
    }
}
