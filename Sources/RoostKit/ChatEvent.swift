/// A fact that modules hear of, after it happened.
public protocol ChatEvent: Sendable {}

/// A room has a new message.
public struct MessagePosted: ChatEvent, Hashable {
    /// The message, with its place in the room's sequence.
    public let message: Message

    /// An event from its part.
    public init(message: Message) {
        self.message = message
    }
}

/// A device of a user is gone.
public struct UserDisconnected: ChatEvent, Hashable {
    /// Who.
    public let user: UserID
    /// The connection's id.
    public let connection: String

    /// An event from its parts.
    public init(user: UserID, connection: String) {
        self.user = user
        self.connection = connection
    }
}

/// A module runs in a new version, or for the first time.
public struct ModuleStarted: ChatEvent, Hashable {
    /// Its name in lower case.
    public let name: String
    /// Its version.
    public let version: String

    /// An event from its parts.
    public init(name: String, version: String) {
        self.name = name
        self.version = version
    }
}

/// A device of a user has connected.
public struct UserConnected: ChatEvent, Hashable {
    /// Who.
    public let user: UserID
    /// The connection's id.
    public let connection: String

    /// An event from its parts.
    public init(user: UserID, connection: String) {
        self.user = user
        self.connection = connection
    }
}

/// A message has another text, is deleted, or has another reaction.
public struct MessageChanged: ChatEvent, Hashable {
    /// What was done to which message, with its place in the room's sequence.
    public let change: MessageChange

    /// An event from its part.
    public init(change: MessageChange) {
        self.change = change
    }
}

/// There is a new room.
public struct RoomCreated: ChatEvent, Hashable {
    /// The room.
    public let room: RoomID
    /// Who made it; `UserID.system` where that was a command or a module.
    public let by: UserID

    /// An event from its parts.
    public init(room: RoomID, by: UserID) {
        self.room = room
        self.by = by
    }
}

/// A room is gone, with what people might do there, and nobody gets its id again.
///
/// What a module keeps of it is erased with `ModuleContext.eraseRooms(with:)`, also where the module did not run then.
public struct RoomDeleted: ChatEvent, Hashable {
    /// The room.
    public let room: RoomID
    /// Who deleted it; `UserID.system` where that was a command.
    public let by: UserID

    /// An event from its parts.
    public init(room: RoomID, by: UserID) {
        self.room = room
        self.by = by
    }
}

/// A room has another title or topic, or was archived.
public struct RoomChanged: ChatEvent, Hashable {
    /// The room.
    public let room: RoomID

    /// An event from its part.
    public init(room: RoomID) {
        self.room = room
    }
}

/// A user is in a room with a first device.
public struct UserJoined: ChatEvent, Hashable {
    /// Who.
    public let user: UserID
    /// Where.
    public let room: RoomID

    /// An event from its parts.
    public init(user: UserID, room: RoomID) {
        self.user = user
        self.room = room
    }
}

/// A user's last device left a room.
public struct UserLeft: ChatEvent, Hashable {
    /// Who.
    public let user: UserID
    /// Where.
    public let room: RoomID

    /// An event from its parts.
    public init(user: UserID, room: RoomID) {
        self.user = user
        self.room = room
    }
}

/// The events that wait for a module that is slower than they come.
public struct EventBacklog: Hashable, Sendable {
    /// What is given up where the backlog is full.
    @frozen
    public enum Policy: Sendable {
        /// The event that waits longest.
        case dropOldest
        /// The event that comes.
        case dropNewest
    }

    /// How many events may wait, 1 to 10,000.
    public let limit: Int
    /// What is given up at the limit.
    public let policy: Policy

    /// A backlog from its parts; a limit out of its range becomes the nearest one within.
    public init(limit: Int = 1_000, policy: Policy = .dropOldest) {
        self.limit = min(max(limit, 1), 10_000)
        self.policy = policy
    }
}
