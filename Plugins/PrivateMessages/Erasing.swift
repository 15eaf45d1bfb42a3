internal import RoostKit

/// Takes a user whose account is gone out of conversations.
///
/// The others keep theirs, with the stand-in in the user's place; what was said there is History's to erase.
enum Erasing {
    static func statements(for erasure: UserErasure) -> [Statement] {
        let user = SQLValue.text(erasure.user.rawValue)
        let both = [user, .text(erasure.standIn.rawValue)]
        let mine = "room IN (SELECT room FROM private_member WHERE user = ?1)"
        var statements = [
            // A name for two that nobody looks for: somebody of the same name as the stand-in does not come.
            Statement(
                "UPDATE private_conversation SET pair = ?2 || ' ' || room WHERE pair IS NOT NULL AND \(mine)",
                both
            ),
            Statement("UPDATE private_conversation SET created_by = ?2 WHERE created_by = ?1", both),
            Statement("UPDATE private_member SET user = ?2, is_in = 0, has_agreed = 0 WHERE user = ?1", both),
            Statement("DELETE FROM private_block WHERE user = ?1 OR blocked = ?1", [user]),
            Statement("DELETE FROM private_preference WHERE user = ?1", [user]),
            Statement("UPDATE private_report SET reporter = ?2 WHERE reporter = ?1", both),
            Statement("UPDATE private_report SET resolved_by = ?2 WHERE resolved_by = ?1", both),
        ]
        if erasure.removesMessages {
            statements += ["unread", "report"].map {
                Statement("DELETE FROM private_\($0) WHERE author = ?1", [user])
            }
        } else {
            statements += ["unread", "report"].map {
                Statement("UPDATE private_\($0) SET author = ?2 WHERE author = ?1", both)
            }
        }
        return statements
    }
}
