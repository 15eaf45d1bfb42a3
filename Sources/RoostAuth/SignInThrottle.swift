internal import RoostKit
internal import Synchronization

/// Slows down whoever guesses passwords or codes, and nobody else for long.
///
/// Failures count for an account and a network together, for an account, and for a network. An account's owner who
/// comes from a network that they signed in from before is only held to the first, so strangers cannot keep them out.
/// Accounts that do not exist are counted like others. docs/decisions/0009 says why.
final class SignInThrottle: Sendable {
    private struct Pair: Hashable {
        let user: UserID
        let network: String
    }

    private struct State {
        var pairs = Backoff<Pair>(Limits.failuresOfPair)
        var users = Backoff<UserID>(Limits.failuresOfUser)
        var networks = Backoff<String>(Limits.failuresOfNetwork)
        var codes = Backoff<UserID>(Limits.failuresOfCodes)
    }

    private let state = Mutex(State())

    /// Lets `attempt` go on, or answers the seconds after which it may come again.
    ///
    /// An attempt counts as a failure until it is known to be none, so that many at once gain nothing.
    func admit(_ attempt: SignInAttempt, at now: Int64) -> Int? {
        state.withLock { state in
            var wait: Int64 = 0
            if !attempt.isKnown { wait = state.networks.wait(of: attempt.network, at: now) }
            if let user = attempt.user {
                let pair = Pair(user: user, network: attempt.network)
                wait = max(wait, state.pairs.wait(of: pair, at: now))
                if !attempt.isKnown { wait = max(wait, state.users.wait(of: user, at: now)) }
                guard wait == 0 else { return BackoffRule.seconds(wait) }
                state.pairs.add(pair, at: now)
                if !attempt.isKnown { state.users.add(user, at: now) }
            }
            return wait == 0 ? nil : BackoffRule.seconds(wait)
        }
    }

    /// Tells that `attempt` failed.
    ///
    /// Only now the network counts it: many people may sign in behind one address at once.
    func failed(_ attempt: SignInAttempt, at now: Int64) {
        state.withLock { $0.networks.add(attempt.network, at: now) }
    }

    /// Tells that `attempt` succeeded.
    ///
    /// What others did to the account and the network stays counted: else a guesser with an account of their own would
    /// begin anew with each sign-in to it.
    func succeeded(_ attempt: SignInAttempt, at now: Int64) {
        withdraw(attempt, at: now)
        guard let user = attempt.user else { return }
        state.withLock { $0.pairs.forget(Pair(user: user, network: attempt.network)) }
    }

    /// Tells that `attempt` came to no end, neither good nor bad.
    func withdraw(_ attempt: SignInAttempt, at now: Int64) {
        guard let user = attempt.user else { return }
        state.withLock { state in
            state.pairs.takeBack(Pair(user: user, network: attempt.network), at: now)
            if !attempt.isKnown { state.users.takeBack(user, at: now) }
        }
    }

    /// Lets a code of `user` be looked at, or answers the seconds after which one may come again.
    ///
    /// It counts as wrong until `acceptCode(of:)`. Only whoever knows the password gets here.
    func admitCode(of user: UserID, at now: Int64) -> Int? {
        state.withLock { $0.codes.admit(user, at: now) }
    }

    /// Tells that the code of `user` was right.
    func acceptCode(of user: UserID) {
        state.withLock { $0.codes.forget(user) }
    }
}
