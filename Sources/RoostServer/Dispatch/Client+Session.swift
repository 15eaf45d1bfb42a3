import RoostAuth
import RoostKit
import RoostModules
import SocketIO

extension Client {
    /// Who is here, what they may do on the server, and which modules there are for them.
    func showSession() -> JSON {
        let manifests = modules.manifests
        let ofModules = manifests.flatMap(\.rights).filter { $0.scope == .server }.map(\.right)
        let rights = ([.list, .create, .invite, .manage] + ofModules).filter { live.allows($0, on: .server) }
        return [
            "ok": true,
            "user": [
                "name": .string(live.user.rawValue), "role": .string(live.session.role.rawValue),
            ],
            "rights": .array(rights.map { .string($0.rawValue) }),
            "modules": .array(manifests.map(entry)),
        ]
    }

    /// A module, with the address of its part of the page where the user may have that.
    private func entry(of manifest: ModuleManifest) -> JSON {
        var fields: [(name: String, value: JSON)] = [("name", .string(manifest.name))]
        if let script = manifest.script, script.right.map({ live.allows($0, on: .server) }) ?? true {
            fields.append(("script", .string("/modules/\(manifest.name)/\(script.path)")))
        }
        return .object(JSONObject(fields))
    }
}
