/// The bounds of the module host, each with the reason for its number.
enum Limits {
    /// Bytes of a module's name: it is part of a file's name, of symbols and of tables.
    static let nameBytes = 64

    /// Characters of a reason that a module gives; it must fit one line of a log or a terminal.
    static let reasonLength = 300

    /// Modules that the crash journal has room for; more than anybody has.
    static let journalLines = 256

    /// Failures in a row that switch a module off: one may be chance, and each costs somebody a wait.
    static let failuresInARow = 3

    /// Calls into one module that may be under way at once, so that a slow module does not gather callers without end.
    static let callsAtOnce = 1_000

    /// Background tasks of one module; a module that needs more loses track of them.
    static let tasks = 100

    /// Namespaces of one module: each costs memory for as long as the server runs.
    static let namespaces = 10

    /// Log lines that a module may write at once, and then per second.
    static let logBurst = 100.0
    static let logLinesPerSecond = 10.0

    /// A person waits for a request and gives up about then.
    static let requestTime = Duration.seconds(10)

    /// A message waits for each proposal, which a person notices from about here.
    static let proposalTime = Duration.milliseconds(250)

    /// When it is looked for the first time at what keeps those waiting who could do without the module: of these times
    /// and of `holdTime` is made how long they wait for a module that does not let go.
    static let lookTime = Duration.milliseconds(5)

    /// What a job of a module may take of the processor before those who could do without the module no longer wait for it.
    static let holdTime = Duration.milliseconds(20)

    /// A recorder only describes statements, or waits for the database.
    static let recorderTime = Duration.seconds(10)

    /// Nobody waits for an event, but those behind it.
    static let eventTime = Duration.seconds(5)

    /// A step of an erasure, which has the database to itself for a moment.
    static let erasureTime = Duration.seconds(10)

    /// Opening, making and starting a module: the server waits for it before it takes clients.
    static let startTime = Duration.seconds(10)

    /// What is under way in a module that ends, and then its `stop()`.
    static let stopTime = Duration.seconds(5)

    /// Bytes of a page that a module serves: it is held in memory as a whole.
    static let pageBytes = 4_194_304

    /// Statuses of a page: the final ones of HTTP (RFC 9110, section 15).
    static let pageStatuses = 200...599

    /// Figures of one module: each is a line for whoever reads them, every few seconds.
    static let figures = 100
}
