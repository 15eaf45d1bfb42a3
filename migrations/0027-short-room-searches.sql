-- A search of one or two characters is for the pieces of three that begin with them, which room_term lists. Two blanks at the end of
-- what a room says make its last characters begin pieces, too.

DROP TRIGGER room_search_begins;
DROP TRIGGER room_search_changes;
DROP TRIGGER room_search_ends;

INSERT INTO room_word (room_word) VALUES ('delete-all');
INSERT INTO room_word (rowid, text)
SELECT room_number.number, room.search || '  ' FROM room_number JOIN room ON room.id = room_number.room;

CREATE VIRTUAL TABLE room_term USING fts5vocab('room_word', 'instance');

CREATE TRIGGER room_search_begins AFTER INSERT ON room
BEGIN
    INSERT INTO room_number (room) VALUES (new.id);
    INSERT INTO room_word (rowid, text) SELECT number, new.search || '  ' FROM room_number WHERE room = new.id;
END;

CREATE TRIGGER room_search_changes AFTER UPDATE OF search ON room WHEN new.search <> old.search
BEGIN
    INSERT INTO room_word (room_word, rowid, text)
    SELECT 'delete', number, old.search || '  ' FROM room_number WHERE room = old.id;
    INSERT INTO room_word (rowid, text) SELECT number, new.search || '  ' FROM room_number WHERE room = new.id;
END;

CREATE TRIGGER room_search_ends AFTER DELETE ON room
BEGIN
    INSERT INTO room_word (room_word, rowid, text)
    SELECT 'delete', number, old.search || '  ' FROM room_number WHERE room = old.id;
    DELETE FROM room_number WHERE room = old.id;
END;
