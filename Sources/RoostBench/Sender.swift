/// Makes one member post, with a bound on how many of its messages wait for their acks.
actor Sender {
    /// How many messages of an open loop may wait for their acks; what is due beyond them is sent late.
    static let openLoopWindow = 500

    private let member: Member
    private let clock: RunClock
    private let window: Int
    private let isClosed: Bool
    private var inFlight = 0
    /// The times of messages that are due but not sent; the first `taken` of them are.
    private var due: [Duration] = []
    private var taken = 0
    private var isStopped = false
    /// Whether the member's connection has ended.
    private var isCut = false

    init(member: Member, clock: RunClock, pace: BenchPlan.Pace) {
        self.member = member
        self.clock = clock
        switch pace {
        case .closed(let window): (self.window, isClosed) = (window, true)
        case .open: (self.window, isClosed) = (Self.openLoopWindow, false)
        }
    }

    /// Begins a closed loop.
    func begin() {
        while inFlight < window, !isStopped, !isCut { post(dueAt: clock.now) }
    }

    /// Sends a message of an open loop that is due at `time`, now or once there is room for it.
    func fire(at time: Duration) {
        guard inFlight < window, !isCut else { return due.append(time) }
        post(dueAt: time)
    }

    /// Posts no more.
    func stop() {
        isStopped = true
    }

    private func post(dueAt time: Duration) {
        inFlight += 1
        Task {
            let mayGoOn = await member.post(dueAt: time)
            inFlight -= 1
            if mayGoOn { goOn() } else { isCut = true }
        }
    }

    private func goOn() {
        guard !isStopped, !isCut else { return }
        if isClosed {
            post(dueAt: clock.now)
        } else if taken < due.count {
            defer { taken += 1 }
            post(dueAt: due[taken])
        }
    }
}
