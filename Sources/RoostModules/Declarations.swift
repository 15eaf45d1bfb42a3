internal import RoostKit

/// What a module takes part in.
struct Declarations: Sendable {
    var recorders: [any Recorder] = []
    var requests: [DeclaredRequest] = []
    var routes: [DeclaredRoute] = []
    /// For what none of the routes is.
    var files: DeclaredRoute?
    var namespaces: [String: DeclaredNamespace] = [:]
    var reviewers: [ObjectIdentifier: Reviewer] = [:]
    var observers: [ObjectIdentifier: Observer] = [:]
    var eraser: (@concurrent @Sendable (UserErasure) async throws -> Bool)?
    var roomEraser: (@concurrent @Sendable (RoomID) async throws -> Bool)?

    /// The routes, in the order in which they are tried.
    var allRoutes: [DeclaredRoute] { files.map { routes + [$0] } ?? routes }

    /// The names of the module's namespaces, without `/`.
    var ownNamespaces: [String] { namespaces.keys.filter { $0 != "/" } }
}

/// A wire request, as a module declares it.
struct DeclaredRequest: Sendable {
    let event: String
    let access: Access
    let limit: Duration
    let rate: RateLimit?
    let answer: @concurrent @Sendable (WireRequest<[UInt8]>) async throws -> [UInt8]
}

/// A Socket.IO namespace, as a module declares it.
struct DeclaredNamespace: Sendable {
    /// What whoever comes must have; nothing where they need not sign in.
    let access: Access?
    var gate: (limit: Duration, decide: @concurrent @Sendable (WireRequest<[UInt8]>) async throws -> Void)?
    var connected: (limit: Duration, hear: @concurrent @Sendable (Asker) async throws -> Void)?
    var disconnected: (limit: Duration, hear: @concurrent @Sendable (Asker, String) async throws -> Void)?
    /// In these, payload and reply are arrays of arguments.
    var events: [String: DeclaredRequest] = [:]
}

/// What a module serves over HTTP.
struct DeclaredRoute: Sendable {
    let method: String
    let path: String
    let access: Access?
    let answer: @concurrent @Sendable (HTTPCall) async throws -> HTTPReply

    /// Whether it is for this path below `/modules/<name>/`.
    func serves(_ method: String, _ path: String) -> Bool {
        guard self.method == method else { return false }
        return self.path.hasSuffix("*") ? path.hasPrefix(self.path.dropLast()) : path == self.path
    }
}

/// A module's judgement of one kind of proposal.
struct Reviewer: Sendable {
    /// A verdict on a proposal of whatever kind.
    enum Finding: Sendable {
        case accept
        case change(any Proposal)
        case refuse(RequestError)
    }

    let mode: FailureMode
    let limit: Duration
    let judge: @concurrent @Sendable (any Proposal) async throws -> Finding

    init<Subject: Proposal>(
        mode: FailureMode,
        limit: Duration,
        judge: @escaping @concurrent @Sendable (Subject) async throws -> Verdict<Subject>
    ) {
        self.mode = mode
        self.limit = limit
        self.judge = { proposal in
            guard let proposal = proposal as? Subject else { return .accept }
            return switch try await judge(proposal) {
            case .accept: .accept
            case .change(let changed): .change(changed)
            case .refuse(let error): .refuse(error)
            }
        }
    }
}

/// A module's ear for one kind of event.
struct Observer: Sendable {
    let limit: Duration
    let hear: @concurrent @Sendable (any ChatEvent) async throws -> Void

    init<Event: ChatEvent>(
        limit: Duration,
        hear: @escaping @concurrent @Sendable (Event) async throws -> Void
    ) {
        self.limit = limit
        self.hear = { event in
            if let event = event as? Event { try await hear(event) }
        }
    }
}
