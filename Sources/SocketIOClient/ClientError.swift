public import SocketIO

/// Why a client could not do what it was asked to.
public enum ClientError: Error, Equatable {
    /// The address is not one of `http://HOST:PORT`.
    case badAddress(String)
    /// The server answered something else than it should.
    case refused(String)
    /// The namespace refused the client, with a message and whatever it added.
    case connectError(String, JSON?)
    /// There is no connection, or it ended before the answer came.
    case disconnected
    /// The answer did not come in time.
    case timeout
}
