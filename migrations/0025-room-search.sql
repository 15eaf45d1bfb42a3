-- What rooms say, by each three characters that follow one another: so that a search which finds little looks at little.

UPDATE room SET search = roost_folded(id || ' ' || title || ' ' || topic);

-- FTS5 knows rows by numbers.
CREATE TABLE room_number (
    number INTEGER PRIMARY KEY,
    room TEXT NOT NULL UNIQUE
) STRICT;

CREATE VIRTUAL TABLE room_word USING fts5(text, content = '', tokenize = 'trigram');

INSERT INTO room_number (room) SELECT id FROM room ORDER BY id;
INSERT INTO room_word (rowid, text)
SELECT room_number.number, room.search FROM room_number JOIN room ON room.id = room_number.room;

CREATE TRIGGER room_search_begins AFTER INSERT ON room
BEGIN
    INSERT INTO room_number (room) VALUES (new.id);
    INSERT INTO room_word (rowid, text) SELECT number, new.search FROM room_number WHERE room = new.id;
END;

CREATE TRIGGER room_search_changes AFTER UPDATE OF search ON room WHEN new.search <> old.search
BEGIN
    INSERT INTO room_word (room_word, rowid, text)
    SELECT 'delete', number, old.search FROM room_number WHERE room = old.id;
    INSERT INTO room_word (rowid, text) SELECT number, new.search FROM room_number WHERE room = new.id;
END;

CREATE TRIGGER room_search_ends AFTER DELETE ON room
BEGIN
    INSERT INTO room_word (room_word, rowid, text)
    SELECT 'delete', number, old.search FROM room_number WHERE room = old.id;
    DELETE FROM room_number WHERE room = old.id;
END;
