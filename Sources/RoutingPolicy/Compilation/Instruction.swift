// SPDX-License-Identifier: Apache-2.0

/// One node of a compiled predicate: plain numbers, so that reading it counts no references.
///
/// The nodes of a predicate stand in preorder; `end` is the place after the node's last descendant, and so that of its
/// next sibling.
struct Instruction: Sendable {
    var operation: Operation
    /// The attribute: a place in the context below ``AttributeSlot/firstCustom``, else a name of the program.
    var slot: Int32 = 0
    /// The place after the node's descendants.
    var end: Int32 = 0
    /// The first element of the operation's data.
    var first: Int32 = 0
    /// The number of elements of the operation's data, or the mask of its table.
    var count: Int32 = 0

    enum Operation: UInt8, Sendable {
        case no
        case yes
        case all
        case any
        case not
        case decision
        case anyName
        case anyValue
        case isPresent
        case equalsNumber
        case equalsBoolean
        case equalsInstant
        case isIn
        case inRange
        case inWindow
        case hasPrefix
        case hasSuffix
        case containsIgnoringCase
        case hasWord
        case hasExtension

        /// Whether the operation is a question about one attribute.
        var isQuestion: Bool { rawValue >= Operation.isPresent.rawValue }
    }
}

/// Where an attribute is found in a context.
enum AttributeSlot {
    static let unit: Int32 = 0
    static let documentName: Int32 = 1
    static let mediaType: Int32 = 2
    static let kind: Int32 = 3
    static let byteCount: Int32 = 4
    static let pageCount: Int32 = 5
    /// The first slot that stands for a name of the program.
    static let firstCustom: Int32 = 6
}

/// A rule, compiled.
struct CompiledRule: Sendable {
    /// The predicate's first instruction.
    var predicate: Int32
    /// Whether the predicate is the same for every context, so that it need not be asked.
    var constant: Truth?
    /// The window in milliseconds since 1970; the last is outside unless it is the largest number.
    var from: Int64
    var until: Int64
    /// The route, or -1 for a rollout.
    var route: Int32
    /// The rollout, or -1.
    var rollout: Int32
    /// The route of a unit outside the rollout, or -1 where the next rule is asked.
    var miss: Int32
    /// The mirror, or -1.
    var mirror: Int32
}

/// A rollout, compiled.
struct CompiledRollout: Sendable {
    var units: Range<Int32>
    var gate: SaltedHash
    var split: SaltedHash
    /// The bytes of the salt.
    var salt: Range<Int32>
    var gateResolution: Int32
    var splitResolution: Int32
    var hasIndependentSplit: Bool
    /// The coverage where it is fixed.
    var coverage: Int32
    /// The steps of the ramp, where it is not.
    var steps: Range<Int32>
    var isRamp: Bool
    var allocations: Range<Int32>
    /// Whether more than one route has a weight.
    var isSplit: Bool
    /// The layer, or -1.
    var layer: Int32
    /// The slice of the layer as positions of its hash.
    var slice: Range<Int32>
    var holdouts: Range<Int32>
}

/// One route of a rollout, with the weights before it and up to its end in parts per million.
struct CompiledAllocation: Sendable {
    var route: Int32
    var start: Int32
    var end: Int32
}

/// A step of a ramp that may be entered.
struct CompiledStep: Sendable {
    var begin: Int64
    var coverage: Int32
}

/// A layer, a holdout or a mirror: a share of the units by a hash of its own.
struct CompiledShare: Sendable {
    var units: Range<Int32>
    var hash: SaltedHash
    /// The bytes of the salt.
    var salt: Range<Int32>
    var share: Int32
    /// The route of a mirror.
    var route: Int32 = -1
}
