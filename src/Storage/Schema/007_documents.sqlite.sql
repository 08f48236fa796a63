-- The state of grains that act at a time or tell somebody, one row a grain: what they do then commits with it. Also what they keep beside it.
CREATE TABLE documents (
  workspace  TEXT    NOT NULL,
  kind       TEXT    NOT NULL,               -- the grain's type
  id         TEXT    NOT NULL,               -- its key behind the workspace
  version    INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  document   TEXT    NOT NULL,               -- the state as JSON
  PRIMARY KEY (workspace, kind, id)
);

-- Who did what, for those who ask later.
CREATE TABLE audit (
  seq       INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace TEXT    NOT NULL,
  actor     TEXT    NOT NULL,
  action    TEXT    NOT NULL,
  kind      TEXT    NOT NULL,
  id        TEXT    NOT NULL,
  at        INTEGER NOT NULL,
  detail    TEXT    NOT NULL                 -- JSON
);

CREATE INDEX audit_of_workspace ON audit (workspace, seq);
