import Foundation
import Testing

@Suite("Hostile input: the corpus", .timeLimit(.minutes(2)))
struct CorpusTests {
    @Test("every input of the corpus is parsed or refused, and nothing else", arguments: FuzzTarget.allCases)
    func corpus(target: FuzzTarget) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Corpus/\(target)")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(!files.isEmpty)
        for file in files {
            let input = Array(try Data(contentsOf: file))
            #expect(throws: Never.self, "\(target)/\(file.lastPathComponent)") { try target.check(input) }
        }
    }
}
