internal import RoostKit

extension ModuleReport.Setting {
    /// What ends the names of settings whose values are not for everybody who may see a report.
    private static let secrets = ["key", "password", "secret", "token"]

    /// How `setting` of the module named `module` is in `settings`.
    init(_ setting: Setting, of module: String, in settings: ModuleSettings) {
        let value = Self.text(of: setting, in: settings)
        let isSecret = Self.secrets.contains { setting.name.hasSuffix($0) } && !value.isEmpty
        self.init(
            key: "modules.\(module).\(setting.name)",
            value: isSecret ? "(set)" : value,
            allowed: setting.allowed,
            summary: setting.summary
        )
    }

    private static func text(of setting: Setting, in settings: ModuleSettings) -> String {
        // Each was read as the kind that it is asked for here.
        switch setting.kind {
        case .flag: (try? settings.flag(setting.name)).map { "\($0)" } ?? ""
        case .number: (try? settings.number(setting.name)).map { "\($0)" } ?? ""
        case .text, .choice: (try? settings.text(setting.name)) ?? ""
        case .duration: (try? settings.duration(setting.name)).map(text) ?? ""
        case .list: (try? settings.list(setting.name))?.joined(separator: ", ") ?? ""
        @unknown default: preconditionFailure("the server and its kit are built together")
        }
    }

    /// The time as one writes it, in the largest unit that it is a whole number of.
    private static func text(of duration: Duration) -> String {
        let seconds = duration.components.seconds
        let units: [(name: String, seconds: Int64)] = [("d", 86_400), ("h", 3_600), ("m", 60)]
        guard let unit = units.first(where: { seconds > 0 && seconds % $0.seconds == 0 }) else {
            return "\(seconds)s"
        }
        return "\(seconds / unit.seconds)\(unit.name)"
    }
}
