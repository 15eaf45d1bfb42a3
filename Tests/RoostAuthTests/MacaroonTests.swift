import Crypto
import Testing

@testable import RoostAuth

@Suite("Macaroon: the format of pymacaroons")
struct MacaroonTests {
    private func ours() throws -> Macaroon {
        Macaroon(location: "roost", identifier: Array(Vectors.identifier.utf8), rootKey: Vectors.rootKey)
    }

    @Test("what we make is what pymacaroons makes, byte for byte")
    func writes() throws {
        let bare = try ours()
        #expect(bare.text == Vectors.bare)
        let one = try bare.narrowed(by: Vectors.caveat)
        #expect(one.text == Vectors.one)
        #expect(try one.narrowed(by: Vectors.secondCaveat).text == Vectors.narrowed)
    }

    @Test(
        "what pymacaroons made is read, holds, and is written back the same",
        arguments: [
            Vectors.bare, Vectors.one, Vectors.narrowed, Vectors.roomCaveat, Vectors.emptyLocation,
        ]
    )
    func reads(text: String) throws {
        let macaroon = try Macaroon(text: text)
        #expect(macaroon.isSigned(by: Vectors.rootKey))
        #expect(!macaroon.isSigned(by: SymmetricKey(size: .bits256)))
        #expect(macaroon.text == text)
    }

    @Test("the parts are where they belong")
    func parts() throws {
        let macaroon = try Macaroon(text: Vectors.narrowed)
        #expect(macaroon.location == "roost")
        #expect(macaroon.identifier == Array(Vectors.identifier.utf8))
        #expect(macaroon.caveats == [Array(Vectors.caveat.utf8), Array(Vectors.secondCaveat.utf8)])
    }

    @Test("a condition cannot be taken off, changed or moved")
    func chain() throws {
        let macaroon = try Macaroon(text: Vectors.narrowed)
        let variants = [
            [], [macaroon.caveats[0]], [macaroon.caveats[1]], macaroon.caveats.reversed(),
            [macaroon.caveats[0], Array("expires < 2039-01-31T12:00:00Z".utf8)],
        ]
        for caveats in variants {
            let forged = Macaroon(
                location: macaroon.location,
                identifier: macaroon.identifier,
                caveats: caveats,
                signature: macaroon.signature
            )
            #expect(!forged.isSigned(by: Vectors.rootKey))
        }
    }

    @Test("lengths of two bytes work")
    func longCaveat() throws {
        let macaroon = try ours().narrowed(by: String(repeating: "x", count: 200))
        #expect(try Macaroon(text: macaroon.text) == macaroon)
    }

    @Test("the 33rd condition and the 4097th byte are refused, when made and when read")
    func bounds() throws {
        var macaroon = try ours()
        for number in 1...32 { macaroon = try macaroon.narrowed(by: "number = \(number)") }
        #expect(try Macaroon(text: macaroon.text) == macaroon)
        #expect(throws: MacaroonError.tooLarge) { try macaroon.narrowed(by: "number = 33") }
        let wide = Macaroon(
            location: "roost",
            identifier: [1],
            caveats: Array(repeating: [120], count: 33),
            signature: macaroon.signature
        )
        #expect(throws: MacaroonError.tooLarge) { try Macaroon(bytes: wide.bytes) }
        let long = String(repeating: "x", count: 5000)
        #expect(throws: MacaroonError.tooLarge) { try ours().narrowed(by: long) }
        #expect(throws: MacaroonError.tooLarge) { try Macaroon(text: String(repeating: "A", count: 6000)) }
        #expect(throws: MacaroonError.tooLarge) { try Macaroon(bytes: [UInt8](repeating: 2, count: 4097)) }
    }

    @Test("a third-party condition is refused")
    func thirdParty() {
        #expect(throws: MacaroonError.thirdParty) { try Macaroon(text: Vectors.thirdParty) }
    }

    @Test("no prefix is a macaroon, and none traps")
    func prefixes() throws {
        let bytes = try Macaroon(text: Vectors.narrowed).bytes
        for count in 0..<bytes.count {
            #expect(throws: MacaroonError.self) { try Macaroon(bytes: Array(bytes.prefix(count))) }
        }
        #expect(throws: MacaroonError.malformed) { try Macaroon(bytes: bytes + [0]) }
    }

    @Test("no changed byte makes a token that holds, apart from the unsigned location, and none traps")
    func changedBytes() throws {
        let bytes = try Macaroon(text: Vectors.narrowed).bytes
        let original = try Macaroon(bytes: bytes)
        for index in bytes.indices {
            for change in 1...255 as ClosedRange<UInt8> {
                var changed = bytes
                changed[index] ^= change
                let macaroon: Macaroon
                do {
                    macaroon = try Macaroon(bytes: changed)
                } catch {
                    continue
                }
                let isOnlyElsewhere =
                    macaroon.identifier == original.identifier && macaroon.caveats == original.caveats
                    && macaroon.signature == original.signature
                #expect(macaroon.isSigned(by: Vectors.rootKey) == isOnlyElsewhere)
            }
        }
    }

    @Test("no changed character of the text traps or holds")
    func changedText() throws {
        let characters = Array(Vectors.one.utf8)
        let identifierStart = 12
        for index in identifierStart..<characters.count {
            for character in [UInt8](0..<128) where character != characters[index] {
                var changed = characters
                changed[index] = character
                do {
                    let macaroon = try Macaroon(text: String(decoding: changed, as: UTF8.self))
                    #expect(!macaroon.isSigned(by: Vectors.rootKey))
                } catch {
                    continue
                }
            }
        }
    }

    @Test("random bytes never trap")
    func randomBytes() {
        for count in 0..<2000 {
            let bytes: [UInt8] = [2, 2] + .random(count: count % 60)
            #expect(throws: MacaroonError.self) { try Macaroon(bytes: bytes) }
        }
    }
}
