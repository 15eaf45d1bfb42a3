import Glibc

/// What a process has used.
struct ProcessSample: Equatable {
    /// The CPU time of all its threads since its start.
    let cpu: Duration
    /// The memory that it holds now.
    let residentBytes: Int

    /// The sample in the files `/proc/PID/stat` and `/proc/PID/statm`; nil where they have another form.
    init?(stat: String, statm: String, ticksPerSecond: Int, pageSize: Int) {
        // The second field is a name in parentheses, which may contain anything; the state is the first one after it.
        guard let end = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: end)...].split(separator: " ")
        let pages = statm.split(separator: " ")
        guard fields.count > 12, let user = Int(fields[11]), let system = Int(fields[12]),
            pages.count > 1, let resident = Int(pages[1])
        else { return nil }
        cpu = .milliseconds((user + system) * 1_000 / ticksPerSecond)
        residentBytes = resident * pageSize
    }

    /// The CPU time of this process.
    static var ownCPU: Duration {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
