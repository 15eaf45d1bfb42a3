internal import FoundationEssentials
internal import RoostKit

/// The folder with the program's migrations: files named `NNNN-name.sql`, such as `0001-accounts.sql`.
struct MigrationFolder {
    let path: String

    /// Every migration in the folder, oldest first.
    ///
    /// Files of another kind are passed over.
    func migrations() throws(StoreError) -> [Migration] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".sql") }
                .sorted()
        } catch {
            throw .migrations(path: path, reason: "the folder cannot be read")
        }
        guard !names.isEmpty else { throw .migrations(path: path, reason: "it has no .sql files") }
        var migrations: [Migration] = []
        for name in names { migrations.append(try migration(inFile: name)) }
        let numbers = Set(names.map { $0.prefix(4) })
        guard numbers.count == names.count else {
            throw .migrations(path: path, reason: "two files have the same number")
        }
        return migrations
    }

    private func migration(inFile name: String) throws(StoreError) -> Migration {
        let stem = name.dropLast(".sql".count)
        let number = stem.prefix { $0.isASCII && $0.isNumber }
        guard number.count == 4, stem.dropFirst(4).first == "-", stem.count > 5 else {
            throw .migrations(path: path, reason: "'\(name)' is not named like 0001-name.sql")
        }
        do {
            return Migration(
                String(stem),
                sql: try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
            )
        } catch {
            throw .migrations(path: path, reason: "'\(name)' cannot be read as UTF-8")
        }
    }
}
