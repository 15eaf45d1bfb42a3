-- What is looked for by the end of a right or a sign-in, and who or what the audit log is asked for.

CREATE INDEX session_by_end ON session (expires_at);
CREATE INDEX grant_rule_by_end ON grant_rule (ends_at) WHERE ends_at IS NOT NULL;

CREATE INDEX audit_by_actor ON audit (actor, id);
CREATE INDEX audit_by_action ON audit (action, id);
