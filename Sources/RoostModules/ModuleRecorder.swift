internal import RoostKit

/// The recorders of one module, whichever version of it is there.
struct ModuleRecorder: Recorder {
    let slot: ModuleSlot

    @concurrent
    func statements(recording entries: [RoomEntry]) async throws -> [Statement] {
        try await slot.call(.recorder, within: { _ in Limits.recorderTime }) { instance in
            var statements: [Statement] = []
            for recorder in instance.declarations.recorders {
                statements += try await recorder.statements(recording: entries)
            }
            return statements
        }
    }

    @concurrent
    func earlier(_ keys: [MessageKey]) async throws -> [Message] {
        try await slot.call(.recorder, within: { _ in Limits.recorderTime }) { instance in
            var messages: [Message] = []
            for recorder in instance.declarations.recorders { messages += try await recorder.earlier(keys) }
            return messages
        }
    }

    @concurrent
    func entries(of room: RoomID, after sequence: Int64, limit: Int) async throws -> [RoomEntry] {
        try await slot.call(.recorder, within: { _ in Limits.recorderTime }) { instance in
            for recorder in instance.declarations.recorders {
                let entries = try await recorder.entries(of: room, after: sequence, limit: limit)
                if !entries.isEmpty { return entries }
            }
            return []
        }
    }

    @concurrent
    func unread(by user: UserID, after read: [RoomID: Int64]) async throws -> [RoomID: Unread] {
        try await slot.call(.recorder, within: { _ in Limits.recorderTime }) { instance in
            for recorder in instance.declarations.recorders {
                let unread = try await recorder.unread(by: user, after: read)
                if !unread.isEmpty { return unread }
            }
            return [:]
        }
    }
}
