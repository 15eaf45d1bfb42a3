internal import RoostKit
internal import Synchronization

/// What one module counts and measures, whichever version of it.
final class ModuleFigures: Sendable {
    private struct Key: Hashable {
        let name: String
        let kind: Reading.Kind
    }

    private let values = Mutex<[Key: Double]>([:])

    /// Adds to a counter; a counter never goes down.
    func count(_ name: String, by amount: Int) {
        guard amount > 0 else { return }
        change(Key(name: name, kind: .counter)) { $0 + Double(amount) }
    }

    /// Sets a figure.
    func gauge(_ name: String, _ value: Double) {
        change(Key(name: name, kind: .gauge)) { _ in value }
    }

    /// All of them, for the module named `module`.
    func readings(of module: String) -> [Reading] {
        values.withLock(\.self).map { key, value in
            let suffix = key.kind == .counter ? "_total" : ""
            return Reading("roost_module_\(module)_\(key.name)\(suffix)", kind: key.kind, value: value)
        }
    }

    /// One name too many, or one that is none, is not kept.
    private func change(_ key: Key, _ change: (Double) -> Double) {
        let isName = key.name.utf8.allSatisfy {
            (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_")
        }
        guard isName, !key.name.isEmpty, key.name.utf8.count <= Limits.nameBytes else { return }
        values.withLock { values in
            guard values[key] != nil || values.count < Limits.figures else { return }
            values[key] = change(values[key] ?? 0)
        }
    }
}
