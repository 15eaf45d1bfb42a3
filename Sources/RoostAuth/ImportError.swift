/// Why a file of users was not taken; nobody was added.
package struct ImportError: ClientFacingError, Hashable {
    /// What is wrong, by line.
    package let problems: [Int: String]

    /// The refusal for these problems.
    package init(problems: [Int: String]) {
        self.problems = problems
    }

    /// The code of a request that is not right.
    package var code: String { "bad_request" }

    /// Every problem, one per line.
    package var message: String {
        let lines = problems.sorted { $0.key < $1.key }.map { "line \($0.key): \($0.value)" }
        return "nobody was added:\n" + lines.joined(separator: "\n")
    }
}
