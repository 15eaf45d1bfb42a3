import RoostAuth
import RoostKit
import SocketIO

// Requests about people, wherever they are.
extension Client {
    func names(_ event: Event) async throws -> JSON {
        let names = try await authority.displayNames(of: try event.users)
        let listed = names.map { (name: $0.key.rawValue, value: JSON.string($0.value)) }
        return ["ok": true, "names": .object(JSONObject(listed))]
    }
}
