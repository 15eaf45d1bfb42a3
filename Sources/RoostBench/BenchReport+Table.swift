import Foundation

extension BenchReport {
    /// The report for people: a few lines of figures with their names.
    package var table: String {
        var lines = [
            "\(settings.url): \(counted(settings.connections, "connection")), \(counted(settings.rooms, "room")), "
                + "\(counted(settings.senders, "sender")), \(pace), \(number(measuredSeconds, 1)) s"
                + (endedEarly ? " (ended early)" : ""),
            "",
            row(
                "connections",
                "\(connections.made) made, \(connections.failed) failed, \(connections.lost) lost"
            ),
        ]
        lines += connections.failures.sorted { $0.key < $1.key }.map { row("", "\($0.value) x \($0.key)") }
        lines += [
            row(
                "messages",
                "\(messages.sent) sent, \(messages.acked) acked, \(messages.refused) refused, "
                    + "\(messages.unanswered) unanswered"
            )
        ]
        lines += messages.refusals.sorted { $0.key < $1.key }.map { row("", "\($0.value) x \($0.key)") }
        if messages.unsent > 0 { lines.append(row("", "\(messages.unsent) were due and never sent")) }
        lines += [
            row(
                "deliveries",
                "\(deliveries.received) of \(deliveries.expected), \(deliveries.lost) lost, "
                    + "\(deliveries.duplicates) twice"
            ),
            row("acked/s", number(messages.ackedPerSecond, 0)),
            row("deliveries/s", number(deliveries.perSecond, 0)),
            "",
            row("milliseconds", columns(["p50", "p90", "p99", "p99.9", "max"])),
            row("connect", columns(connections.connectMilliseconds)),
            row("ack", columns(messages.ackMilliseconds)),
            row("delivery", columns(deliveries.milliseconds)),
            "",
            row("server", serverLine),
        ]
        let cores = counted(generator.cores, "core")
        lines.append(row("this program", "\(number(generator.cpuSeconds, 2)) s of CPU, of \(cores)"))
        return lines.joined(separator: "\n")
    }

    private var pace: String {
        if let rate = settings.rate { return "\(number(rate, 0)) messages/s in an open loop" }
        return "a closed loop with window \(settings.window ?? 1)"
    }

    private var serverLine: String {
        guard let server else { return "not readable: on another machine, or another user's process" }
        let cpu = server.cpuSeconds.map { number($0, 2) } ?? "-"
        let efficiency = server.deliveriesPerCPUSecond.map { number($0, 0) } ?? "-"
        return "pid \(server.pid), \(cpu) s of CPU, \(efficiency) deliveries per CPU-second, "
            + "\(mebibytes(server.idleBytes)) MiB before, \(mebibytes(server.connectedBytes)) connected, "
            + "\(mebibytes(server.peakBytes)) at most"
    }

    private func counted(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }

    private func row(_ name: String, _ value: String) -> String {
        name.padding(toLength: 14, withPad: " ", startingAt: 0) + value
    }

    private func columns(_ percentiles: Percentiles) -> String {
        columns(
            [percentiles.p50, percentiles.p90, percentiles.p99, percentiles.p999, percentiles.max]
                .map { $0.map { number($0, 2) } ?? "-" }
        )
    }

    private func columns(_ texts: [String]) -> String {
        texts.map { String(repeating: " ", count: max(0, 10 - $0.count)) + $0 }.joined()
    }

    private func mebibytes(_ bytes: Int?) -> String {
        bytes.map { number(Double($0) / 1_048_576, 1) } ?? "-"
    }

    private func number(_ value: Double, _ digits: Int) -> String {
        String(format: "%.\(digits)f", value)
    }
}
