public import NIOCore

/// The settings of the Socket.IO layer; those of the transports are `EngineConfiguration`'s.
public struct SocketIOConfiguration: Sendable {
    /// How long a client may stay without joining a namespace.
    public var connectTimeout: TimeAmount

    /// How long the attachments of one packet may take.
    public var attachmentTimeout: TimeAmount

    /// How many bytes the attachments of one packet may have together.
    public var attachmentByteLimit: Int

    /// In how many namespaces one client may be.
    public var namespaceLimit: Int

    /// In how many rooms one socket may be.
    public var roomLimit: Int

    /// How many answers of one socket may be awaited.
    public var pendingAckLimit: Int

    /// For how long a client that lost its connection finds its rooms and the events that it missed; nothing turns that off.
    public var recovery: RecoveryConfiguration?

    /// The settings, each with the default of the official server where it has one.
    public init(
        connectTimeout: TimeAmount = .seconds(45),
        attachmentTimeout: TimeAmount = .seconds(10),
        attachmentByteLimit: Int = 1_000_000,
        namespaceLimit: Int = 32,
        roomLimit: Int = 1_000,
        pendingAckLimit: Int = 1_000,
        recovery: RecoveryConfiguration? = nil
    ) {
        self.connectTimeout = connectTimeout
        self.attachmentTimeout = attachmentTimeout
        self.attachmentByteLimit = attachmentByteLimit
        self.namespaceLimit = namespaceLimit
        self.roomLimit = roomLimit
        self.pendingAckLimit = pendingAckLimit
        self.recovery = recovery
    }
}
