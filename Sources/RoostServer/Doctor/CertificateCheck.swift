import Foundation

/// Whether the public address answers with a certificate that browsers take, and for how long.
///
/// The proxy in front has it, so it is asked for as a client does, by the program `openssl`.
struct CertificateCheck {
    /// An origin, such as `https://chat.example.org`.
    let address: String

    private static let check = "certificate"
    /// Who renews certificates by themselves does so earlier than this, in seconds.
    private static let renewal = 14 * 86_400

    func finding() -> Finding {
        guard address.hasPrefix("https:"), let url = URL(string: address), let host = url.host() else {
            return Finding(Self.check, .warning, "\(address) has none: passwords travel in the clear")
        }
        let answer = Self.run([
            "s_client", "-connect", "\(host):\(url.port ?? 443)", "-servername", host,
            "-verify_hostname", host, "-verify_return_error",
        ])
        let lines = answer.text.split(separator: "\n")
        guard answer.code != 127 else {
            return Finding(Self.check, .warning, "not looked at: the program 'openssl' is not installed")
        }
        if let error = lines.first(where: { $0.hasPrefix("verify error:") }) {
            let reason = error.split(separator: ":").last.map(String.init) ?? ""
            return Finding(Self.check, .problem, "browsers refuse that of \(address): \(reason)")
        }
        guard answer.code == 0 else {
            return Finding(
                Self.check,
                .problem,
                "nothing answers with a certificate at \(address): see the proxy"
            )
        }
        let end = Self.run(
            ["x509", "-noout", "-enddate", "-checkend", "\(Self.renewal)"],
            input: answer.text
        )
        let day = end.text.split(separator: "\n").first?.split(separator: "=").last ?? "an unknown day"
        return end.code == 0
            ? Finding(Self.check, .ok, "that of \(address) is good until \(day)")
            : Finding(Self.check, .problem, "that of \(address) ends on \(day): renew it")
    }

    /// What `openssl` says within ten seconds, on both outputs, and its exit code; 127 where it is not there.
    private static func run(_ arguments: [String], input: String = "") -> (code: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["timeout", "10", "openssl"] + arguments
        let (stdin, output) = (Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = output
        process.standardError = output
        do {
            try process.run()
            // A certificate fits the pipe: this does not wait.
            try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try stdin.fileHandleForWriting.close()
            let data = try output.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            return (process.terminationStatus, String(decoding: data, as: UTF8.self))
        } catch {
            return (127, "")
        }
    }
}
