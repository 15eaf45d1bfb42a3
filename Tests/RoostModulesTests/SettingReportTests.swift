import RoostKit
import Testing

@testable import RoostModules

@Suite("What is told of a module's settings")
struct SettingReportTests {
    private func told(_ name: String, _ value: String) -> String {
        let setting = Setting(name, .text("", byteLimit: 64), "What it is.")
        return ModuleReport.Setting(setting, of: "notes", in: ModuleSettings([name: .text(value)])).value
    }

    @Test(
        "of what may be a secret only whether there is one",
        arguments: ["api-key", "password", "bot-token"]
    )
    func secrets(name: String) {
        #expect(told(name, "s3cret") == "(set)")
        #expect(told(name, "").isEmpty)
        #expect(told("greeting", "s3cret") == "s3cret")
    }

    @Test(
        "a time in the largest unit that it is a whole number of",
        arguments: [(0, "0s"), (59, "59s"), (90, "90s"), (120, "2m"), (7_200, "2h"), (172_800, "2d")]
    )
    func times(seconds: Int, text: String) {
        let setting = Setting(
            "every",
            .duration(.seconds(1), in: .seconds(0) ... .seconds(1_000_000)),
            "When."
        )
        let settings = ModuleSettings(["every": .duration(.seconds(seconds))])
        #expect(ModuleReport.Setting(setting, of: "notes", in: settings).value == text)
    }
}
