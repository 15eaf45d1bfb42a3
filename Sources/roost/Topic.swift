import RoostServer

/// What `roost help TOPIC` tells: what all commands have in common.
struct Topic {
    let text: String

    private static let topics: [(name: String, summary: String, text: String)] = [
        (
            "running", "how commands reach a server, and what they do without one",
            """
            While a server runs on a data folder, commands go through its socket 'roost.sock' in that folder, which only \
            the folder's owner can use. Without a server they lock the folder and work on the database themselves, with \
            the same result. Name the folder with --data, ROOST_DATA or 'data:' in roost.yaml.

            These need a running server (exit code 3 where none runs): 'roost watch', 'room ban|unban', 'history \
            export|import|sweep', 'module enable|disable|reload'. 'db restore' and 'db migrate' need that none runs (6).

            The audit log names the system's user who gave a command, or had it run by sudo.
            """
        ),
        (
            "output", "tables, --json, --quiet, colours",
            """
            What you asked for goes to standard output, talk and errors to standard error.

            --json    one JSON object per record, on one line each; names of values stay. A change answers with
                      {"action":...,"target":...,"sessions":...}. Errors are {"error":{"code":...,"message":...}}.
            --quiet   no talk, and tables without headings

            Headings are bold on a terminal, unless NO_COLOR is set.
            """
        ),
        (
            "exit-codes", "how scripts tell why a command failed",
            """
            0  done
            1  failed; the message says why
            2  the command line was not understood, or --yes is missing
            3  no server could be reached
            4  there is no such thing, or no data
            5  denied
            6  in conflict with what is there: a name is taken, the last administrator, a server runs
            """
        ),
        (
            "passwords", "where commands take passwords from",
            """
            A password is asked for on a terminal, twice and without showing it; elsewhere it is the first line of \
            standard input. --password-file FILE takes the first line of a file, --generate makes one up and prints it. \
            It is never an argument, which everybody on the machine could see.
            """
        ),
        (
            "durations", "how to write lengths of time",
            "A number and a unit: 90s, 15m, 12h, 7d or 4w."
        ),
    ]

    /// The topic that `arguments` ask for; `nil` where they are no such question.
    /// - Throws: `CommandError` for what is neither a topic nor a command.
    init?(asked arguments: [String]) throws(CommandError) {
        guard arguments.count == 2, arguments[0] == "help" else { return nil }
        let name = arguments[1]
        if name == "topics" {
            let lines = Self.topics.map { [$0.name, $0.summary] }
            text = "roost help TOPIC, where TOPIC is:\n\n\(Table(rows: lines).text(isColored: false))"
        } else if let topic = Self.topics.first(where: { $0.name == name }) {
            text = topic.text
        } else if Typo(in: [name]) == nil {
            return nil
        } else {
            throw CommandError(
                "usage",
                "there is no topic or command '\(name)': see 'roost help topics' and 'roost --help'"
            )
        }
    }
}
