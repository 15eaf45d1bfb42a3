/// What became of one module, for `roost module list`.
package struct ModuleState: Hashable, Sendable {
    /// Whether a module takes part, and if not, why.
    package enum Status: Hashable, Sendable {
        /// It takes part.
        case on
        /// Its file is there, but the configuration does not name it.
        case off
        /// The configuration names it, but it does not run; the reason is one line.
        case failed(reason: String)
    }

    /// The name of its file, without `lib` and `.so`, as the configuration has it.
    package let name: String
    /// The module's own version, or `nil` where its file was not opened to the end.
    package let version: String?
    /// The version of Swift that it was built with, where its file says so.
    package let swift: String?
    /// Whether it takes part.
    package let status: Status

    /// A state from its parts.
    package init(name: String, version: String?, swift: String? = nil, status: Status) {
        self.name = name
        self.version = version
        self.swift = swift
        self.status = status
    }

    init(off name: String) {
        self.init(name: name, version: nil, status: .off)
    }
}
