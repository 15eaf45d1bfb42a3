internal import RoostKit

/// What the sampler heard of, and what it refuses.
actor Ledger {
    private var lines: [String] = []

    var all: [String] { lines }

    private func note(_ line: String) {
        lines = lines.suffix(99) + [line]
    }

    /// Has it hear of everything about accounts, modules and the server.
    nonisolated func listen(in context: any ModuleContext) {
        context.observe(UserSignedUp.self) { await self.note("signed up: \($0.user)") }
        context.observe(UserSignedIn.self) { await self.note("signed in: \($0.user) from \($0.address)") }
        context.observe(SessionEnded.self) {
            await self.note("ended: \($0.session) of \($0.user) \($0.code)")
        }
        context.observe(PasswordChanged.self) { await self.note("password: \($0.user)") }
        context.observe(UserDisabled.self) { await self.note("disabled: \($0.user)") }
        context.observe(UserEnabled.self) { await self.note("enabled: \($0.user)") }
        context.observe(UserDeleted.self) { await self.note("deleted: \($0.user)") }
        context.observe(GrantChanged.self) { event in
            let verb = event.isGiven ? "given" : "taken"
            await self.note("\(verb): \(event.right.rawValue) on \(event.resource) \(event.holder)")
        }
        context.observe(TokenChanged.self) { event in
            let change =
                switch event.change {
                case .made(let name, _): "made \(name)"
                case .narrowed(let caveat): "narrowed to \(caveat)"
                case .revoked: "revoked"
                @unknown default: "?"
                }
            await self.note("token: \(event.session) of \(event.user) \(change)")
        }
        context.observe(SettingsReloaded.self) { event in
            await self.note("settings: \(event.changed.joined(separator: " "))")
        }
        context.observe(RoleChanged.self) { event in
            await self.note("role: \(event.user) \(event.role ?? "none") \(event.room?.rawValue ?? "server")")
        }
        context.observe(InvitationMade.self) { event in
            let room = event.room?.rawValue ?? "server"
            await self.note(
                "invited: \(event.user?.rawValue ?? "link") to \(room) by \(event.by?.rawValue ?? "command")"
            )
        }
        context.observe(ModuleStopped.self) { await self.note("stopped: \($0.name) \($0.isBroken)") }
        context.observe(ServerStarted.self) { _ in context.log(.notice, "sampler heard of the start", [:]) }
        context.observe(ServerStopping.self) { _ in context.log(.notice, "sampler heard of the end", [:]) }
    }

    /// Has it refuse what is named after that, and change titles.
    nonisolated func judge(in context: any ModuleContext) {
        let no = RequestError(code: "sampler_says_no", message: "The sampler does not like this.")
        context.review(DeleteProposal.self, ifItFails: .closed) {
            $0.message.id == "keep" ? .refuse(no) : .accept
        }
        context.review(ReactionProposal.self, ifItFails: .closed) { proposal in
            proposal.reaction == "boo" && proposal.isOn ? .refuse(no) : .accept
        }
        context.review(InvitationProposal.self, ifItFails: .closed) { proposal in
            proposal.user == "mallory" || proposal.room?.rawValue == "sealed" ? .refuse(no) : .accept
        }
        context.review(SignInProposal.self, ifItFails: .closed) {
            $0.name == "mallory" ? .refuse(no) : .accept
        }
        context.review(RoomProposal.self, ifItFails: .closed) { proposal in
            switch proposal.kind {
            case .create(let name, _) where name == "forbidden": return .refuse(no)
            case .archive(let room, true) where room.rawValue == "sealed": return .refuse(no)
            default: break
            }
            guard let title = proposal.title, title == title.uppercased() else { return .accept }
            var quieter = proposal
            quieter.title = title.lowercased()
            return .change(quieter)
        }
    }
}
