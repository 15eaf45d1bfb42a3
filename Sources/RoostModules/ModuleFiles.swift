internal import FoundationEssentials
internal import Glibc
internal import RoostKit

/// The files that a module ships, which it serves below `/modules/<name>/`.
struct ModuleFiles: Sendable {
    private static let types = [
        "css": "text/css; charset=utf-8", "gif": "image/gif", "html": "text/html; charset=utf-8",
        "ico": "image/x-icon", "jpeg": "image/jpeg", "jpg": "image/jpeg",
        "js": "text/javascript; charset=utf-8", "json": "application/json",
        "mjs": "text/javascript; charset=utf-8", "mp3": "audio/mpeg", "ogg": "audio/ogg", "png": "image/png",
        "svg": "image/svg+xml", "txt": "text/plain; charset=utf-8", "wasm": "application/wasm",
        "webp": "image/webp", "woff2": "font/woff2",
    ]

    private let folder: String

    /// The files beside the module file at `path`: in the folder `<Name>.web` beside `lib<Name>.so`.
    init(ofModule name: String, at path: String) {
        folder = URL(filePath: path).deletingLastPathComponent().path + "/\(name).web"
    }

    /// The file at `path` below the folder, and `index.html` for a folder.
    /// - Throws: `RequestError` where there is none, or it is not inside of the folder.
    func reply(to path: String) throws -> HTTPReply {
        let path = path.isEmpty || path.hasSuffix("/") ? path + "index.html" : path
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        // What is hidden is not shown, which `.` and `..` are as well.
        guard parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") }), !path.utf8.contains(0),
            let root = Self.resolved(folder), let file = Self.resolved("\(folder)/\(path)"),
            file.hasPrefix("\(root)/"), let size = Self.size(ofFile: file)
        else { throw RequestError(code: "not_found", message: "There is no such page.") }
        // A page that is too large is not read first.
        guard size <= Limits.pageBytes else { throw PageTooLarge() }
        let dot = file.lastIndex(of: ".").map { file[file.index(after: $0)...].lowercased() }
        return HTTPReply(
            type: dot.flatMap { Self.types[$0] } ?? "application/octet-stream",
            body: [UInt8](try Data(contentsOf: URL(filePath: file)))
        )
    }

    /// Where `path` leads, with every link followed.
    private static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// How many bytes the file at `path` has, where it is one.
    private static func size(ofFile path: String) -> Int? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }
}
