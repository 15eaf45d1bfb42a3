import NIOCore

extension NIOAsyncChannel {
    /// Closes a connection that nobody serves: one that came while the server shuts down.
    ///
    /// NIO ends the process where such a channel is just forgotten.
    func abandon() {
        Task {
            // A channel that is closed already is what is wanted.
            try? await executeThenClose { _, _ in }
        }
    }
}
