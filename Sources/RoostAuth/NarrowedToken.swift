/// The refusal of what takes the token of a sign-in, as it was issued.
package struct NarrowedToken: ClientFacingError {
    /// Always the same.
    package var code: String { "forbidden" }

    /// Says what to do.
    package var message: String {
        "This is for an account, with the token of a sign-in as it was issued. Sign in and use that token."
    }
}
