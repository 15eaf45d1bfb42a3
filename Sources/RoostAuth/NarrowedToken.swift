/// The refusal of what takes the token of a sign-in, as it was issued.
package struct NarrowedToken: ClientFacingError {
    /// Always the same.
    package var code: String { "forbidden" }

    /// Says what to do.
    package var message: String {
        "This token is narrowed or made for a program, and may not do this. Sign in and use that token."
    }
}
