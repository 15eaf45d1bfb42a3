import Foundation
import Yams

/// The keys of a configuration file, each with its line.
struct ConfigurationFile {
    let path: String
    /// Whether there is nothing in it but comments.
    let isEmpty: Bool
    /// The lines of the server's keys.
    let lines: [String: Int]
    /// The lines of the keys of modules, such as `modules.history.search`.
    let moduleLines: [String: Int]

    /// The file at `path`.
    /// - Throws: `ConfigurationError` where it is no YAML.
    init(path: String) throws(ConfigurationError) {
        self.path = path
        var lines: [String: Int] = [:]
        do {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let root = try Yams.compose(yaml: text)
            isEmpty = root?.null != nil || root == nil
            if let root, !isEmpty {
                guard root.mapping != nil else {
                    let reason = "it must have keys, such as 'port: 8080'"
                    throw ConfigurationError.file(path: path, reason: reason)
                }
                try Self.collect(root, "", into: &lines)
            }
        } catch let error as ConfigurationError {
            throw error
        } catch let error as YamlError {
            throw .file(
                path: path,
                reason: "\(error)".split(whereSeparator: \.isNewline).joined(separator: " ")
            )
        } catch {
            throw .file(path: path, reason: error.localizedDescription)
        }
        self.lines = lines.filter { !Self.isOfModule($0.key) }
        moduleLines = lines.filter { Self.isOfModule($0.key) }
    }

    /// Whether the key is below the name of a module, which alone knows it.
    private static func isOfModule(_ key: String) -> Bool {
        key.hasPrefix("modules.") && key.split(separator: ".").count > 2
    }

    /// Where each key stands that nobody knows, and what was perhaps meant.
    var problems: [String] {
        let known = Set(ServerSetting.all.map(\.key))
        let unknown = lines.filter { !known.contains($0.key) }.sorted { $0.value < $1.value }
        return unknown.map { name, line in
            let near = nearest(to: name, in: known.sorted()).map { ": did you mean '\($0)'?" } ?? ""
            return "\(path):\(line): there is no setting '\(name)'\(near)"
        }
    }

    private static func collect(_ node: Node, _ prefix: String, into lines: inout [String: Int]) throws {
        guard let mapping = node.mapping else { return }
        for (key, value) in mapping {
            let name = prefix + (key.string ?? "?")
            // A section may be empty, as those of the default file are.
            if value.null != nil, ServerSetting.all.contains(where: { $0.key.hasPrefix(name + ".") }) {
                continue
            }
            if value.mapping == nil { lines[name] = key.mark?.line ?? 0 }
            try collect(value, name + ".", into: &lines)
        }
    }
}
