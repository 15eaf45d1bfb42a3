internal import Foundation
internal import RoostKit

/// Takes a sample of the server's figures each second, and remembers the latest.
actor Recent {
    /// Two minutes.
    private static let limit = 120

    private let context: any ModuleContext
    private var samples: [Sample] = []
    private var posted: Double?
    private var last: Int64 = 0

    init(context: any ModuleContext) {
        self.context = context
    }

    /// The samples, oldest first.
    var all: [Sample] { samples }

    /// Takes a sample, and pushes it to whoever may see it.
    func take() async throws {
        let readings = await context.readings()
        let now = Int64(Date().timeIntervalSince1970 * 1_000)
        let sample = Sample(readings, at: now, posted: posted, seconds: Double(now - last) / 1_000)
        posted = readings.first { $0.name == Sample.posted }?.value
        last = now
        samples.append(sample)
        if samples.count > Self.limit { samples.removeFirst() }
        try context.emit("dashboard:measured", sample, to: .holders(of: .watch, in: nil))
    }
}

extension Right {
    /// To see the figures.
    static let watch: Right = "dashboard.watch"
}
