-- What guests may do where the server takes them: to see which public rooms there are, and to be in the lobby.

INSERT INTO grant_rule (subject, "right", resource) VALUES
    ('role:guest', 'list', 'server'),
    ('role:guest', 'join', 'room:lobby'),
    ('role:guest', 'read', 'room:lobby'),
    ('role:guest', 'send', 'room:lobby');
