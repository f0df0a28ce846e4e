// SPDX-License-Identifier: Apache-2.0
#if SQLite
internal import FoundationEssentials

/// Values as the text columns of the file hold them.
enum Stored {
    static func text(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }

    static func value<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}

extension Duration {
    /// Whole nanoseconds, as the file holds steady times.
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
#endif
