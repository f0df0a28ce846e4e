// SPDX-License-Identifier: Apache-2.0

/// A picture as rows of pixels, 8 bits a component.
public struct PixelRaster: Hashable, Sendable {
    /// What a pixel is made of.
    public enum Format: Int, Hashable, Sendable {
        /// Red, green and blue.
        case rgb = 3
        /// Red, green, blue and opacity; the colours are not multiplied by it.
        case rgba = 4
    }

    /// The pixels from left to right.
    public let width: Int

    /// The pixels from top to bottom.
    public let height: Int

    /// What a pixel is made of.
    public let format: Format

    /// `height × width × components` bytes, row by row from the top, without padding.
    public let bytes: [UInt8]

    /// The most pixels along a side.
    public static let maximumSide = 16_384

    /// Creates a picture.
    ///
    /// - Parameters:
    ///   - bytes: `height × width × components` bytes, row by row from the top, without padding.
    ///   - width: The pixels from left to right, of 1...16,384.
    ///   - height: The pixels from top to bottom, of 1...16,384.
    ///   - format: What a pixel is made of.
    /// - Throws: A ``MaxSimError`` of code `invalidParameter`.
    public init(_ bytes: [UInt8], width: Int, height: Int, format: Format) throws(MaxSimError) {
        try Self.check(width: width, height: height)
        guard bytes.count == width * height * format.rawValue else {
            throw MaxSimError(
                .invalidParameter,
                "\(bytes.count) bytes for \(width) x \(height) pixels of \(format.rawValue) bytes; rows have no padding"
            )
        }
        self.bytes = bytes
        self.width = width
        self.height = height
        self.format = format
    }

    static func check(width: Int, height: Int) throws(MaxSimError) {
        let sides = 1...maximumSide
        guard sides.contains(width), sides.contains(height) else {
            throw MaxSimError(
                .invalidParameter, "a picture of \(width) x \(height) pixels; give 1...\(maximumSide) of each")
        }
    }
}
