internal import Glibc

/// The file that this program's RoostKit was loaded from.
enum KitFile {
    /// A symbol of the kit, which a process has once.
    static let anchor = "roost_kit_anchor"

    /// The file's path, or `nil` where the system does not tell.
    static var path: String? {
        guard let anchor = SharedObject.addressInProgram(of: anchor) else { return nil }
        return path(containing: UInt(bitPattern: anchor), in: maps)
    }

    /// The path of the mapping that contains `address`, in the form of `/proc/self/maps`.
    static func path(containing address: UInt, in maps: String) -> String? {
        for line in maps.split(separator: "\n") {
            // Address range, permissions, offset, device, inode, and a path that may have spaces.
            let columns = line.split(separator: " ", maxSplits: 5)
            guard columns.count == 6, let range = columns.first?.split(separator: "-"), range.count == 2,
                let start = UInt(range[0], radix: 16), let end = UInt(range[1], radix: 16),
                start <= address, address < end
            else { continue }
            return String(columns[5].drop { $0 == " " })
        }
        return nil
    }

    private static var maps: String {
        // Without /proc there is no folder to know, and the configuration must name one. Foundation reads only the
        // first page of this file.
        guard let file = fopen("/proc/self/maps", "re") else { return "" }
        defer { fclose(file) }
        var text: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&part, 1, part.count, file), count > 0 { text += part[..<count] }
        return String(decoding: text, as: UTF8.self)
    }
}
