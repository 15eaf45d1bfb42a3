internal import RoostKit

/// A module that does all that modules can with rooms and users, when it is told to: for tests of what the server offers.
final class SamplerModule: RoostModule {
    static var manifest: ModuleManifest {
        ModuleManifest(
            name: "sampler",
            version: "1.0",
            rights: [
                .room("sampler.ring", "To ring in a room.", roles: ["moderator"], roomRoles: ["owner"]),
                .server("sampler.tune", "To see how it is set.", roles: ["moderator"]),
            ],
            settings: [
                Setting("volume", .number(3, in: 1...10), "How loud it rings."),
                Setting("greeting", .text("hello", byteLimit: 20), "What it says."),
                Setting(
                    "rest",
                    .duration(.seconds(60), in: .seconds(1)...(.seconds(3_600))),
                    "How long it rests."
                ),
                Setting("tone", .choice("soft", of: ["soft", "loud"]), "How it sounds."),
                Setting("quiet", .flag(false), "Whether it is quiet."),
                Setting("words", .list([], limit: 3), "What it likes."),
            ],
            sharesRoot: true
        )
    }

    private let context: any ModuleContext
    private let stand: Stand

    init(context: any ModuleContext) throws {
        self.context = context
        stand = Stand(context: context)
        context.serve("GET", "", needing: nil) { _ in HTTPReply("<!doctype html>", type: "text/html") }
        context.serve("POST", "echo/*", needing: .signedIn) { call in
            context.count("echoes")
            context.gauge("echoed_bytes", Double(call.body.count))
            let name = call.asker?.user.rawValue ?? ""
            return HTTPReply(
                "\(name) \(call.path) \(call.query["q"] ?? "") \(String(decoding: call.body, as: UTF8.self))"
            )
        }
        context.serve("GET", "tune", needing: .server("sampler.tune")) { _ in HTTPReply("tuned") }
        context.serve("GET", "own", needing: .signedIn) { HTTPReply($0.asker?.user.rawValue ?? "") }
        context.serve("GET", "ring", needing: .room("sampler.ring")) { HTTPReply($0.query["room"] ?? "") }
        context.serve("GET", "odd", needing: nil) { _ in HTTPReply("odd", type: "text/plain\r\nx-odd: 1") }
        let tuning = try Tuning(context.settings)
        context.answer("sampler:tune", needing: .server("sampler.tune")) {
            (_: WireRequest<Order>) async throws -> Tuning in tuning
        }
        let ledger = Ledger()
        ledger.listen(in: context)
        ledger.judge(in: context)
        context.answer("sampler:heard", needing: .everybody) {
            (_: WireRequest<Order>) async throws -> Done in Done(texts: await ledger.all)
        }
        context.answer("sampler:rare", needing: .everybody, atMost: RateLimit(2, per: .seconds(3_600))) {
            (_: WireRequest<Order>) async throws -> Done in Done()
        }
        context.serveFiles(needing: nil)
        context.answer("sampler:who", needing: .everybody) {
            (request: WireRequest<Order>) async throws -> Who in
            let (asker, rooms) = (request.asker, request.payload.rooms ?? [])
            return Who(
                user: asker.user.rawValue,
                role: asker.role,
                session: asker.session,
                connection: asker.connection,
                reads: rooms.filter { asker.may(.read, in: RoomID(rawValue: $0)) },
                tunes: asker.may("sampler.tune")
            )
        }
        context.answer("sampler:ring", needing: .room("sampler.ring")) {
            (request: WireRequest<Order>) async throws -> Done in
            let room = RoomID(rawValue: request.payload.room ?? "")
            try context.emit("sampler:rung", Ring(by: request.asker.user.rawValue), to: .room(room))
            return Done()
        }
        context.answer("sampler:run", needing: .signedIn) {
            (request: WireRequest<Order>) async throws -> Done in
            try await request.payload.run(in: context, for: request.asker)
        }
    }

    @concurrent
    func start() async throws {
        let context = context
        context.every(.milliseconds(20)) { context.count("beats") }
    }
}

/// What it answers to `sampler:tune`.
private struct Tuning: Encodable {
    let volume: Int
    let greeting: String
    let rest: Int64
    let tone: String
    let quiet: Bool
    let words: [String]

    init(_ settings: ModuleSettings) throws {
        volume = try settings.number("volume")
        greeting = try settings.text("greeting")
        rest = try settings.duration("rest").components.seconds
        tone = try settings.text("tone")
        quiet = try settings.flag("quiet")
        words = try settings.list("words")
    }
}

/// What it answers to `sampler:who`.
private struct Who: Encodable {
    let user: String
    let role: String
    let session: String
    let connection: String
    let reads: [String]
    let tunes: Bool
}

/// What it tells of a ring.
struct Ring: Encodable {
    let by: String
}

/// What the module was compiled against.
@c(roost_abi_Sampler)
public func samplerABI() -> UInt64 { RoostABI.compiled }

/// The module's factory, for the host to take over.
@c(roost_make_Sampler)
public func makeSampler() -> UnsafeMutableRawPointer { exportModule(SamplerModule.self) }
