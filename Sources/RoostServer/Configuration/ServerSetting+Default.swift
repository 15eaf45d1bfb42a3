extension ServerSetting {
    /// A configuration file with every setting at its default, and what each is for.
    package static var defaultFile: String {
        var lines = [
            "# Roost's settings. Options of the command line and ROOST_* in the environment go before this file.",
            "# A line with '#' in front shows a default. Settings marked with * are taken over at SIGHUP.",
        ]
        var section = ""
        for setting in all {
            let parts = setting.key.split(separator: ".", maxSplits: 1).map(String.init)
            let isNested = parts.count == 2
            lines.append("")
            if isNested, parts[0] != section { lines.append("\(parts[0]):") }
            section = isNested ? parts[0] : ""
            let indent = isNested ? "  " : ""
            lines.append("\(indent)# \(setting.help) (\(setting.allowed))\(setting.isLive ? " *" : "")")
            let value = setting.standard.map { " \($0)" } ?? ""
            lines.append("\(indent)# \(parts.last ?? setting.key):\(value)")
        }
        return lines.joined(separator: "\n")
    }
}
