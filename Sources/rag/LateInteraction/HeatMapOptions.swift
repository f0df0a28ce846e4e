// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import ArgumentParser
import FoundationEssentials
import VDRMaxSim

/// Whether and how one document's similarities with the query are drawn.
struct HeatMapOptions: ParsableArguments {
    @Option(
        name: .customLong("heat-map"),
        help: ArgumentHelp(
            "Draw where a document answers the query, from dark to bright, and write the picture (.png).",
            valueName: "file"))
    var file: String?

    @Option(
        name: .customLong("heat-map-document"),
        help: ArgumentHelp("The document to draw. By default the best.", valueName: "number"))
    var document: Int?

    @Option(
        name: .customLong("grid"),
        help: ArgumentHelp(
            "The document's patches from top to bottom and from left to right, such as 32x32. By default a square of all "
                + "its rows.", valueName: "rows x columns"))
    var shape: PatchShape?

    @Option(
        name: .customLong("grid-start"),
        help: ArgumentHelp("How many rows of the document stand before its patches.", valueName: "count"))
    var firstRow = 0

    @Option(help: ArgumentHelp("How much the colours cover a page below the picture, of 0 to 1.", valueName: "share"))
    var opacity: Float = 1

    /// The patches of a page in two directions.
    struct PatchShape: Hashable, ExpressibleByArgument {
        var rows: Int
        var columns: Int

        init?(argument: String) {
            let sides = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
            guard sides.count == 2, let rows = sides[0], let columns = sides[1] else { return nil }
            (self.rows, self.columns) = (rows, columns)
        }
    }

    func validate() throws {
        guard file == nil else { return }
        guard document == nil, shape == nil, firstRow == 0, opacity == 1 else {
            throw ValidationError(
                "--heat-map-document, --grid, --grid-start and --opacity describe a picture; name its file by --heat-map."
            )
        }
    }

    /// Draws the document that was asked for, or otherwise the best, and writes the picture.
    ///
    /// - Returns: The document drawn, or `nil` where no picture is wanted or there is no document.
    func draw(_ query: MultiVector, _ documents: MultiVectorBatch, best: Int?) throws -> Int? {
        guard let file, let number = document ?? best else { return nil }
        guard (0..<documents.count).contains(number) else {
            throw MaxSimError(
                .invalidParameter,
                "--heat-map-document is \(number), but there are \(documents.count) documents, counted from 0")
        }
        let page = documents[number]
        let map = try SimilarityMap(of: query, on: page, grid: try grid(rowCount: page.rowCount))
        let scale = max(1, min(16, Self.greatestSide / max(map.rows, map.columns)))
        let picture = try HeatMap(opacity: opacity).drawn(map, width: map.columns * scale, height: map.rows * scale)
        do {
            try Data(picture.pngEncoded()).write(to: URL(filePath: file), options: .atomic)
        } catch {
            throw CommandFailure(
                description: "\(file) cannot be written; is its folder there, and is there space?",
                status: .cannotWrite)
        }
        return number
    }

    /// Patches are drawn as squares of 16 pixels, or smaller where the picture would be larger than this.
    private static let greatestSide = 4096

    private func grid(rowCount: Int) throws -> PageGrid {
        if let shape { return try PageGrid(rows: shape.rows, columns: shape.columns, firstRow: firstRow) }
        let patches = max(0, rowCount - firstRow)
        let side = Int(Double(patches).squareRoot().rounded())
        guard side >= 1, side * side == patches else {
            throw MaxSimError(
                .invalidParameter,
                "the document has \(patches) rows for patches, which is no square; give the page's shape by --grid, such as "
                    + "--grid 32x24, and the rows before it by --grid-start")
        }
        return try PageGrid(rows: side, columns: side, firstRow: firstRow)
    }
}
#endif
