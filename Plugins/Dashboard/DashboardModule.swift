internal import RoostKit

/// The server's figures, live, on a page.
final class DashboardModule: RoostModule {
    static var manifest: ModuleManifest {
        ModuleManifest(
            name: "dashboard",
            version: "0.1.0",
            rights: [.server(.watch, "See the server's figures.", roles: ["moderator"])],
            settings: [
                Setting(
                    "interval",
                    .duration(.seconds(1), in: .seconds(1) ... .seconds(60)),
                    "How long after one measurement the next one comes."
                )
            ],
            script: PageScript("chat.js", needing: .watch)
        )
    }

    private let context: any ModuleContext
    private let recent: Recent
    private let interval: Duration

    init(context: any ModuleContext) throws {
        self.context = context
        interval = try context.settings.duration("interval")
        recent = Recent(context: context)
        context.answer("dashboard:recent", needing: .server(.watch)) { [recent] (_: WireRequest<Nothing>) in
            RecentReply(samples: await recent.all)
        }
        serve("", "text/html", PackageResources.index_html)
        serve("dashboard.js", "text/javascript", PackageResources.dashboard_js)
        serve("charts.js", "text/javascript", PackageResources.charts_js)
        serve("chat.js", "text/javascript", PackageResources.chat_js)
        serve("dashboard.css", "text/css", PackageResources.dashboard_css)
    }

    @concurrent
    func start() async throws {
        context.every(interval) { [recent] in try await recent.take() }
    }

    private func serve(_ path: String, _ type: String, _ bytes: [UInt8]) {
        context.serve("GET", path, needing: nil) { _ in
            HTTPReply(type: "\(type); charset=utf-8", body: bytes)
        }
    }
}

private struct Nothing: Decodable, Sendable {}

private struct RecentReply: Encodable, Sendable {
    let samples: [Sample]
}

/// What the module was compiled against.
@c(roost_abi_Dashboard)
public func dashboardABI() -> UInt64 { RoostABI.compiled }

/// The module's factory, for the host to take over.
@c(roost_make_Dashboard)
public func makeDashboard() -> UnsafeMutableRawPointer { exportModule(DashboardModule.self) }
