// SPDX-License-Identifier: Apache-2.0

/// The word pieces of a model: those that begin words, and those that continue them.
///
/// Two tries over bytes in one hash table, so that the longest piece at a place is found in one pass over its bytes.
struct Vocabulary: Sendable {
    /// The greatest token and one more.
    private(set) var tokenLimit = 0

    private var tokensByWord: [[UInt8]: Int32] = [:]
    private var edges = EdgeTable()
    private var tokenOfNode: [Int32] = [-1, -1]

    private static let wordStart = 0
    private static let continuation = 1

    /// Builds the tries.
    ///
    /// - Parameters:
    ///   - entries: Pieces and their tokens; of a piece that comes twice the last token counts.
    ///   - continuingPrefix: What pieces that continue a word begin with.
    /// - Complexity: O(bytes of all pieces).
    init(_ entries: some Sequence<(piece: String, token: Int32)>, continuingPrefix: String = "##") {
        let prefix = Array(continuingPrefix.utf8)
        for (piece, token) in entries {
            let bytes = Array(piece.utf8)
            tokenLimit = max(tokenLimit, Int(token) + 1)
            tokensByWord[bytes] = token
            guard !bytes.isEmpty else { continue }
            // The files do not tell a word that begins with the prefix from a piece that continues one: it is both.
            insert(bytes[...], token, at: Self.wordStart)
            if !prefix.isEmpty, bytes.starts(with: prefix), bytes.count > prefix.count {
                insert(bytes[prefix.count...], token, at: Self.continuation)
            } else if prefix.isEmpty {
                insert(bytes[...], token, at: Self.continuation)
            }
        }
    }

    private mutating func insert(_ piece: ArraySlice<UInt8>, _ token: Int32, at root: Int) {
        var node = root
        for byte in piece {
            if let next = edges[node, byte] {
                node = next
            } else {
                edges.insert(tokenOfNode.count, from: node, by: byte)
                node = tokenOfNode.count
                tokenOfNode.append(-1)
            }
        }
        tokenOfNode[node] = token
    }

    /// The token of a whole entry.
    func token(of piece: String) -> Int32? { tokensByWord[Array(piece.utf8)] }

    /// The longest piece of a word from a place on, and where it ends.
    ///
    /// - Parameters:
    ///   - bytes: The word.
    ///   - start: Where the piece begins; a piece at 0 begins the word, any other continues it.
    /// - Returns: The token and the end of the piece, or `nil` where there is none.
    /// - Complexity: O(length of the longest piece).
    func longestPiece(of bytes: [UInt8], from start: Int) -> (token: Int32, end: Int)? {
        var node = start == 0 ? Self.wordStart : Self.continuation
        var best: (token: Int32, end: Int)?
        var place = start
        while place < bytes.count, let next = edges[node, bytes[place]] {
            node = next
            place += 1
            if tokenOfNode[node] >= 0 { best = (tokenOfNode[node], place) }
        }
        return best
    }
}

/// The edges of a trie: from a node and a byte to a node, in an open-addressed hash table.
private struct EdgeTable: Sendable {
    // The greatest key marks an empty place; no node has that number.
    private var keys: [UInt64] = [UInt64](repeating: .max, count: 1024)
    private var nodes: [UInt32] = [UInt32](repeating: 0, count: 1024)
    private var count = 0

    subscript(node: Int, byte: UInt8) -> Int? {
        let key = Self.key(node, byte)
        let place = place(of: key)
        return keys[place] == key ? Int(nodes[place]) : nil
    }

    mutating func insert(_ target: Int, from node: Int, by byte: UInt8) {
        if (count + 1) * 2 > keys.count { grow() }
        let key = Self.key(node, byte)
        let place = place(of: key)
        keys[place] = key
        nodes[place] = UInt32(target)
        count += 1
    }

    private static func key(_ node: Int, _ byte: UInt8) -> UInt64 { UInt64(node) << 8 | UInt64(byte) }

    private func place(of key: UInt64) -> Int {
        let mask = keys.count - 1
        // Fibonacci hashing: the upper half of the product is well mixed.
        var place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
        while keys[place] != .max && keys[place] != key { place = (place + 1) & mask }
        return place
    }

    private mutating func grow() {
        let old = zip(keys, nodes).filter { $0.0 != .max }
        let capacity = keys.count * 2
        keys = [UInt64](repeating: .max, count: capacity)
        nodes = [UInt32](repeating: 0, count: capacity)
        for (key, node) in old {
            let place = place(of: key)
            keys[place] = key
            nodes[place] = node
        }
    }
}
