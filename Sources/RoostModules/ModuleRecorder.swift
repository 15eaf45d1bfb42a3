internal import RoostKit

/// The recorders of one module, whichever version of it is there.
struct ModuleRecorder: Recorder {
    let slot: ModuleSlot

    @concurrent
    func statements(recording messages: [Message]) async throws -> [Statement] {
        try await slot.call(.recorder, within: { _ in Limits.recorderTime }) { instance in
            var statements: [Statement] = []
            for recorder in instance.declarations.recorders {
                statements += try await recorder.statements(recording: messages)
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
}
