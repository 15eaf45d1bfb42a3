import HTTPTypes
import RoostAuth
import RoostKit
import RoostStore

/// What administrators do with the accounts of others.
extension Routes {
    /// Adds the routes below `users` that administrators use.
    func addUsers(to api: inout RouteTable) {
        api.administrator(.get, "users") { call, _ in
            let page = try await call.page { limit in
                try await authority.accounts(
                    after: try call.query("after"),
                    containing: try call.query("containing"),
                    limit: limit
                )
            }
            return try .ok(UsersReply(users: page.entries.map(ListedUser.init), more: page.more))
        }
        api.administrator(.patch, "users/:name") { call, session in
            let name = try call.part("name")
            let holding = "text in 'role' or true or false in 'disabled'"
            let body = try call.body(UserChangeBody.self, holding: holding)
            guard body.role != nil || body.disabled != nil else {
                throw RequestError.badRequest("The body must be a JSON object with \(holding).")
            }
            try await authority.requirePower(of: session, over: name)
            if let role = body.role.map(Role.init) {
                try await authority.requirePower(of: session, over: role)
                _ = try await authority.setRole(role, of: name, by: Origin(session))
            }
            switch body.disabled {
            case true?: _ = try await authority.disable(name, by: Origin(session))
            case false?: try await authority.enable(name, by: Origin(session))
            case nil: break
            }
            return .done
        }
        api.administrator(.delete, "users/:name") { call, session in
            let name = try call.part("name")
            try await authority.requirePower(of: session, over: name)
            guard let fate = MessageFate(rawValue: try call.query("messages") ?? MessageFate.keep.rawValue)
            else {
                throw RequestError.badRequest("'messages' is 'keep' or 'remove'.")
            }
            _ = try await authority.delete(name, messages: fate, by: Origin(session))
            erasing?.wake()
            return .done
        }
        api.administrator(.get, "guests") { _, _ in
            try .ok(GuestsReply(guests: authority.guests.map(ListedGuest.init)))
        }
        api.administrator(.delete, "users/:name/sessions") { call, session in
            let name = try call.part("name")
            if !UserID(rawValue: name).isGuest {
                try await authority.requirePower(of: session, over: name)
            }
            _ = try await authority.endSessions(ofUser: name, by: Origin(session))
            return .done
        }
        api.administrator(.delete, "users/:name/second-factor") { call, session in
            let name = try call.part("name")
            try await authority.requirePower(of: session, over: name)
            try await authority.removeSecondFactor(of: name, by: Origin(session))
            return .done
        }
        api.administrator(.post, "users/:name/password-link") { call, session in
            let name = try call.part("name")
            try await authority.requirePower(of: session, over: name)
            let token = try await authority.passwordReset(of: name, by: Origin(session))
            return try .created(PasswordLinkReply(token: token))
        }
    }
}

private struct UserChangeBody: Decodable, Sendable {
    let role: String?
    let disabled: Bool?
}

private struct UsersReply: Encodable, Sendable {
    let users: [ListedUser]
    let more: Bool
}

/// An account as administrators see it in a list.
private struct ListedUser: Encodable, Sendable {
    let name: String
    let role: String
    let disabled: Bool

    init(_ account: Account) {
        name = account.user.rawValue
        role = account.role.rawValue
        disabled = account.isDisabled
    }
}

private struct GuestsReply: Encodable, Sendable {
    let guests: [ListedGuest]
}

/// A guest as administrators see them.
private struct ListedGuest: Encodable, Sendable {
    let name: String
    let address: String?
    let since: String

    init(_ guest: Guest) {
        name = guest.user.rawValue
        address = guest.address
        since = WireTime.text(of: guest.since)
    }
}

private struct PasswordLinkReply: Encodable, Sendable {
    let token: String
}
