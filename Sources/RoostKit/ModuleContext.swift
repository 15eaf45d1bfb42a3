/// A module's way to the server: everything it may use, and where it declares what it takes part in.
public protocol ModuleContext: Sendable {
    /// The module's tables, inside the server's database.
    var store: any ModuleStore { get }

    /// What the operator set for the module, or the manifest's own values.
    var settings: ModuleSettings { get }

    /// The server's rooms.
    var rooms: any ModuleRooms { get }

    /// The server's users.
    var users: any ModuleUsers { get }

    /// Sends the event `event` with a JSON object to `recipients`, at once and to whoever is connected now.
    ///
    /// Prefer the typed form. `event` begins with the module's name and `:`. What has a place in a room's past goes
    /// through `rooms.note`.
    /// - Throws: `RequestError` where the name is not the module's, or `payload` is no JSON object of at most 65,536 bytes.
    func emit(_ event: String, payload: [UInt8], to recipients: Recipients) throws

    /// Writes a line to the server's log: a constant text, with what varies in `metadata`.
    ///
    /// A module that writes more than a hundred lines at once, or ten a second, loses lines.
    func log(_ level: LogLevel, _ text: String, _ metadata: [String: String])

    /// Takes `recorder` into the pipeline of every room. Only in the module's initializer.
    func record(with recorder: any Recorder)

    /// Answers the wire request `event`, with JSON in and out.
    ///
    /// Prefer the typed form. The host has checked, before `handler` runs, that the asker has what `access` demands.
    /// `event` begins with the module's name and `:`. The reply is a JSON object, to which the host adds `"ok": true`;
    /// a `RequestError` reaches the client as it is. The client is refused where the reply takes longer than `limit`,
    /// 10 seconds where it is `nil`, and where they ask more often than `rate`. Only in the module's initializer.
    func answer(
        _ event: String,
        needing access: Access,
        within limit: Duration?,
        atMost rate: RateLimit?,
        with handler: @escaping @concurrent @Sendable (WireRequest<[UInt8]>) async throws -> [UInt8]
    )

    /// Has `handler` judge every proposal of this kind before it happens, after the modules that start earlier.
    ///
    /// `mode` says what becomes of proposals where the handler throws, or takes longer than `limit`, 250 ms where it
    /// is `nil`: it holds up who asked. With `.open` it is not asked, either, while other work of the module has had its thread
    /// for 20 ms of the processor without a pause. One handler per kind; the last one counts. Only in the module's initializer.
    func review<Subject: Proposal>(
        _ kind: Subject.Type,
        ifItFails mode: FailureMode,
        within limit: Duration?,
        with handler: @escaping @concurrent @Sendable (Subject) async throws -> Verdict<Subject>
    )

    /// Tells `handler` of every event of this kind, one after another, later.
    ///
    /// Nobody waits for it. Events wait for their turn in the module's backlog (`ModuleManifest`); one whose handler
    /// takes longer than `limit`, 5 seconds where it is `nil`, is given up. One handler per kind; the last one counts.
    /// Only in the module's initializer.
    func observe<Event: ChatEvent>(
        _ kind: Event.Type,
        within limit: Duration?,
        with handler: @escaping @concurrent @Sendable (Event) async throws -> Void
    )

    /// Has `step` erase what the module keeps of a user whose account was deleted, a part of it at a time.
    ///
    /// It answers whether there is more, and is then asked again; each time it may take 10 seconds. Who was deleted while the
    /// module did not run is erased when it does, and what failed is tried again later, so that doing a step twice must do no
    /// harm. Nobody is connected as the user any more. Only in the module's initializer.
    func erase(with step: @escaping @concurrent @Sendable (UserErasure) async throws -> Bool)

    /// Has `step` erase what the module keeps of a room that was deleted, a part of it at a time.
    ///
    /// As `erase(with:)`. Nobody is in the room any more, it takes nothing, and nobody gets its id again.
    func eraseRooms(with step: @escaping @concurrent @Sendable (RoomID) async throws -> Bool)

    /// Serves `path` below `/modules/<name>/` over HTTP, where a `*` at its end stands for whatever follows.
    ///
    /// Without `access` it is public. A token in `Authorization: Bearer` says who asks; the room of `.room` is the query's
    /// `room`. Pages get the server's own headers: only scripts and styles of this server run, and nobody frames them. A
    /// `RequestError` becomes the server's usual refusal. Only in the module's initializer.
    func serve(
        _ method: String,
        _ path: String,
        needing access: Access?,
        with handler: @escaping @concurrent @Sendable (HTTPCall) async throws -> HTTPReply
    )

    /// Serves the files of the folder `<Name>.web`, which lies beside the module's `lib<Name>.so`, below `/modules/<name>/`.
    ///
    /// `access` is as for `serve`, and what is served by that goes first. A folder's page is its `index.html`. Nothing outside of
    /// the folder is served, nothing whose name begins with a dot, and nothing of more than 4,194,304 bytes. Only in the module's
    /// initializer.
    func serveFiles(needing access: Access?)

    /// The Socket.IO namespace `name`, which is `/`, the module's name, and perhaps another `/` and more.
    ///
    /// `access` says who comes in, each with the same `auth` as for `/`; with `nil` also whoever brings none. It may be no right
    /// in a room. `/` itself is for modules whose manifest says `sharesRoot`: they handle events there that no request has the
    /// name of, `access` of those is by event, and with `nil` whoever brings no `auth` comes in as a guest, where guests may.
    /// Only in the module's initializer.
    func namespace(_ name: String, needing access: Access?) -> any ModuleNamespace

    /// Adds to the counter `name`, which `/metrics` shows as `roost_module_<module>_<name>_total`.
    ///
    /// `name` has letters in lower case, digits and `_`; a module has at most 100 figures. It survives a reload.
    func count(_ name: String, by amount: Int)

    /// Sets the figure `name`, which `/metrics` shows as `roost_module_<module>_<name>`.
    ///
    /// As `count`.
    func gauge(_ name: String, _ value: Double)

    /// All figures of the server and its modules as they are now: what `/metrics` shows.
    @concurrent
    func readings() async -> [Reading]

    /// Runs `work` beside everything else until it returns, or is cancelled when the module stops.
    ///
    /// It runs on the module's own thread, as all of the module does. A `Task` that the module makes by other means
    /// can hold up the whole server and is not stopped with the module. At most 100 run at once; one more is not
    /// begun, and the answer is `false`. Not before `start()`.
    @discardableResult
    func spawn(_ work: @escaping @concurrent @Sendable () async throws -> Void) -> Bool
}

extension ModuleContext {
    /// Answers the wire request `event`, with JSON in and out, within the usual time.
    ///
    /// As the form with limits.
    public func answer(
        _ event: String,
        needing access: Access,
        within limit: Duration? = nil,
        with handler: @escaping @concurrent @Sendable (WireRequest<[UInt8]>) async throws -> [UInt8]
    ) {
        answer(event, needing: access, within: limit, atMost: nil, with: handler)
    }

    /// Has `handler` judge every proposal of this kind, within the usual time.
    ///
    /// As the form with a limit.
    public func review<Subject: Proposal>(
        _ kind: Subject.Type,
        ifItFails mode: FailureMode,
        with handler: @escaping @concurrent @Sendable (Subject) async throws -> Verdict<Subject>
    ) {
        review(kind, ifItFails: mode, within: nil, with: handler)
    }

    /// Tells `handler` of every event of this kind, within the usual time each.
    ///
    /// As the form with a limit.
    public func observe<Event: ChatEvent>(
        _ kind: Event.Type,
        with handler: @escaping @concurrent @Sendable (Event) async throws -> Void
    ) {
        observe(kind, within: nil, with: handler)
    }
}

/// How urgent a line in the log is.
@frozen
public enum LogLevel: Sendable {
    /// Detail for whoever looks for a fault.
    case debug
    /// A few lines per start and stop.
    case info
    /// What an operator wants to see though all is well; usually the first level that is shown.
    case notice
    /// The service is degraded.
    case warning
    /// Somebody must act.
    case error
}
