internal import RoostKit

/// A module that does what modules must not, when it is told to: for tests of the server around it.
///
/// It is told by the request `rogue:run`, and by messages such as `propose: spin` and `observe: hang`.
final class RogueModule: RoostModule {
    static var manifest: ModuleManifest {
        ModuleManifest(name: "rogue", version: "1.0", backlog: EventBacklog(limit: 10, policy: .dropOldest))
    }

    init(context: any ModuleContext) throws {
        context.answer("rogue:run", needing: .room(.read), within: .milliseconds(500)) {
            (request: WireRequest<Order>) async throws -> Order in
            try await request.payload.deed.happen(in: context)
            return request.payload
        }
        context.review(MessageProposal.self, ifItFails: .open) { proposal in
            if let deed = Deed(proposal.text, after: "propose: ") {
                // For who waits until it does.
                try context.emit("rogue:began", Order(deed: deed), to: .everyone)
                try await deed.happen(in: context)
            }
            var changed = proposal
            changed.text = "changed"
            return switch proposal.text {
            case "propose: change": .change(changed)
            case "propose: refuse":
                .refuse(RequestError(code: "rogue_refuses", message: "Say something else."))
            default: .accept
            }
        }
        context.observe(MessagePosted.self, within: .milliseconds(500)) { posted in
            if let deed = Deed(posted.message.text, after: "observe: ") { try await deed.happen(in: context) }
        }
    }
}

/// The payload of `rogue:run`, which is also the reply.
private struct Order: Codable {
    let deed: Deed
}

/// What the module was compiled against.
@c(roost_abi_Rogue)
public func rogueABI() -> UInt64 { RoostABI.compiled }

/// The module's factory, for the host to take over.
@c(roost_make_Rogue)
public func makeRogue() -> UnsafeMutableRawPointer { exportModule(RogueModule.self) }
