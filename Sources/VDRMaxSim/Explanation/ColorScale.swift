// SPDX-License-Identifier: Apache-2.0

/// Colours for the numbers of 0...1, from dark to bright.
///
/// A scale is given by colours at equal steps, between which it is linear.
public struct ColorScale: Hashable, Sendable {
    /// The colours at equal steps from 0 to 1, at least one.
    public let stops: [Color]

    /// A colour of sRGB, 8 bits a component.
    public struct Color: Hashable, Sendable {
        /// How red it is.
        public var red: UInt8
        /// How green it is.
        public var green: UInt8
        /// How blue it is.
        public var blue: UInt8

        /// Creates a colour.
        ///
        /// - Parameters:
        ///   - red: How red it is.
        ///   - green: How green it is.
        ///   - blue: How blue it is.
        public init(red: UInt8, green: UInt8, blue: UInt8) {
            self.red = red
            self.green = green
            self.blue = blue
        }

        /// Creates a colour as it is written in web pages.
        init(_ code: UInt32) {
            self.init(
                red: UInt8(truncatingIfNeeded: code >> 16), green: UInt8(truncatingIfNeeded: code >> 8),
                blue: UInt8(truncatingIfNeeded: code))
        }
    }

    /// Creates a scale.
    ///
    /// - Parameter stops: The colours at equal steps from 0 to 1, at least one.
    /// - Throws: A ``MaxSimError`` of code `invalidParameter` for no colours.
    public init(stops: [Color]) throws(MaxSimError) {
        guard !stops.isEmpty else {
            throw MaxSimError(.invalidParameter, "a colour scale without colours; give one or more")
        }
        self.stops = stops
    }

    private init(_ codes: [UInt32]) { stops = codes.map { Color($0) } }

    /// Violet over green to yellow: equal steps in value look equal, also in grey and to most colour-blind people.
    ///
    /// The colours of matplotlib's viridis (Smith, van der Walt 2015; CC0) at seventeen equal steps, between which no component errs
    /// by more than 6 of 255.
    public static let viridis = ColorScale([
        0x440154, 0x48186A, 0x472D7B, 0x424086, 0x3B528B, 0x33638D, 0x2C728E, 0x26828E, 0x21918C,
        0x1F9F88, 0x27AD81, 0x3DBC74, 0x5CC863, 0x81D34D, 0xAADC32, 0xD5E21A, 0xFDE725,
    ])

    /// Black to white.
    public static let gray = ColorScale([0x000000, 0xFFFFFF])

    /// The colour of a number.
    ///
    /// - Parameter value: A number; below 0 counts as 0, above 1 as 1.
    /// - Returns: The colour, each component rounded to nearest.
    public func color(at value: Float) -> Color {
        let position = min(max(value, 0), 1) * Float(stops.count - 1)
        let lower = min(Int(position), stops.count - 1)
        let upper = min(lower + 1, stops.count - 1)
        let weight = position - Float(lower)
        func mixed(_ component: KeyPath<Color, UInt8>) -> UInt8 {
            let (low, high) = (Float(stops[lower][keyPath: component]), Float(stops[upper][keyPath: component]))
            return UInt8((low + (high - low) * weight).rounded())
        }
        return Color(red: mixed(\.red), green: mixed(\.green), blue: mixed(\.blue))
    }
}
