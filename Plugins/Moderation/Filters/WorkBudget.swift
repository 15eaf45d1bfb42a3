/// How much work the filters may still do for one text, so that none holds up who posts.
struct WorkBudget {
    /// A hundred times what 8 KiB of ordinary text need; some milliseconds.
    private static let steps = 1_000_000
    /// Well within the 250 ms that the host gives a proposal.
    private static let time = Duration.milliseconds(60)

    /// How many steps go by between two looks at the clock.
    private static let stride = 2_000

    private var left: Int
    private var untilLook = Self.stride
    private let deadline: ContinuousClock.Instant

    init(steps: Int = Self.steps, time: Duration = Self.time) {
        left = steps
        deadline = .now + time
    }

    /// Whether some of it is left.
    var isLeft: Bool { left > 0 && ContinuousClock.now < deadline }

    /// Takes `count` steps; `false` where they are not left any more.
    mutating func spend(_ count: Int) -> Bool {
        left -= count
        untilLook -= count
        guard untilLook <= 0 else { return left > 0 }
        untilLook = Self.stride
        if ContinuousClock.now >= deadline { left = 0 }
        return left > 0
    }
}
