-- What each module has yet to erase of users whose accounts are gone. What stays is said to be of `stand_in`, who is nobody.
CREATE TABLE erasure (
    module TEXT NOT NULL,
    user TEXT NOT NULL,
    stand_in TEXT NOT NULL,
    removes_messages INTEGER NOT NULL CHECK (removes_messages IN (0, 1)),
    PRIMARY KEY (module, user)
) STRICT, WITHOUT ROWID;
