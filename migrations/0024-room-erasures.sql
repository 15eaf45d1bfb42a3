-- What each module has yet to erase of rooms that are deleted.
CREATE TABLE room_erasure (
    module TEXT NOT NULL,
    room TEXT NOT NULL,
    PRIMARY KEY (module, room)
) STRICT, WITHOUT ROWID;

INSERT INTO room_erasure (module, room)
SELECT DISTINCT module_migration.module, retired_room.id FROM module_migration, retired_room;
