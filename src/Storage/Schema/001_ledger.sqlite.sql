-- The ledger. Instants are Unix milliseconds (UTC). Every table starts with its workspace.

CREATE TABLE incidents (
  row_id      INTEGER PRIMARY KEY,
  workspace   TEXT    NOT NULL,
  id          TEXT    NOT NULL,
  version     INTEGER NOT NULL,
  state       INTEGER NOT NULL,              -- 0 open, 1 acknowledged, 2 resolved
  severity    INTEGER NOT NULL,              -- 0 info .. 3 critical
  title       TEXT    NOT NULL,
  source      TEXT    NOT NULL,
  service     TEXT,
  namespace   TEXT,
  created_at  INTEGER NOT NULL,
  resolved_at INTEGER,
  parent_id   TEXT,
  group_id    TEXT,                          -- set on a child at its birth, on a parent with its first child
  reason      TEXT,                          -- why it is a child
  document    TEXT    NOT NULL,              -- the incident as JSON
  UNIQUE (id, workspace)                     -- in this order it also finds the workspace of an id
);

-- Lists are newest first, by (created_at, row_id); the row id is part of every index without being named.
CREATE INDEX incidents_by_time           ON incidents (created_at);
CREATE INDEX incidents_by_state          ON incidents (state, created_at);
CREATE INDEX incidents_of_workspace      ON incidents (workspace, created_at);
CREATE INDEX incidents_of_workspace_open ON incidents (workspace, state, created_at);
CREATE INDEX incidents_of_service        ON incidents (workspace, service, created_at) WHERE service IS NOT NULL;
CREATE INDEX incidents_of_parent        ON incidents (workspace, parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE incident_events (
  workspace   TEXT    NOT NULL,
  incident_id TEXT    NOT NULL,
  seq         INTEGER NOT NULL,              -- the ledger's own count: rises with time, over restarts too
  type        TEXT    NOT NULL,
  actor       TEXT    NOT NULL,
  at          INTEGER NOT NULL,
  payload     TEXT    NOT NULL,
  activity    TEXT,                          -- the name in /activity, where somebody did something
  PRIMARY KEY (workspace, incident_id, seq)
) WITHOUT ROWID;

CREATE INDEX incident_events_activity    ON incident_events (at DESC, seq DESC) WHERE activity IS NOT NULL;

CREATE TABLE alerts (
  row_id            INTEGER PRIMARY KEY,
  workspace         TEXT    NOT NULL,
  identity          TEXT    NOT NULL,        -- source:account:id
  alternate         TEXT,
  incident_id       TEXT    NOT NULL,
  scope             TEXT    NOT NULL,        -- the intake that owns it
  source            TEXT    NOT NULL,
  status            TEXT    NOT NULL,        -- firing, resolved, expired
  version           INTEGER NOT NULL,        -- raised by everything but a repeat
  severity          INTEGER NOT NULL,
  content_hash      TEXT    NOT NULL,
  title             TEXT    NOT NULL,
  namespace         TEXT,
  count             INTEGER NOT NULL,
  first_seen        INTEGER NOT NULL,
  last_seen         INTEGER NOT NULL,
  starts_at         INTEGER,
  resolved_at       INTEGER,
  resolved_by_human INTEGER NOT NULL DEFAULT 0,
  last_event_at     INTEGER,
  transitions       TEXT,                    -- recent openings and closings, Unix ms, comma separated
  flapping          INTEGER NOT NULL DEFAULT 0,
  held_since        INTEGER                  -- a resolve that waits because the alert is flapping
);

-- The last arbiter: whatever runs twice, an identity has one firing row. The same index finds all rows of an identity: identities come in no order, so
-- every index on them costs a page of its own for every new alert.
CREATE UNIQUE INDEX alerts_by_identity ON alerts (workspace, identity, (CASE status WHEN 'firing' THEN 0 ELSE row_id END));
CREATE INDEX alerts_by_alternate     ON alerts (workspace, alternate, row_id) WHERE alternate IS NOT NULL;
CREATE INDEX alerts_of_incident      ON alerts (workspace, incident_id);
CREATE INDEX alerts_held             ON alerts (workspace, scope) WHERE held_since IS NOT NULL;
-- Only sources that may be matched by their text are ever looked up by it.
CREATE INDEX alerts_by_text          ON alerts (workspace, scope) WHERE status = 'firing' AND source IN ('webhook', 'datadog');

CREATE TABLE deliveries (
  workspace TEXT    NOT NULL,
  source    TEXT    NOT NULL,
  id        TEXT    NOT NULL,
  at        INTEGER NOT NULL,
  status    INTEGER NOT NULL,
  response  TEXT    NOT NULL,
  PRIMARY KEY (workspace, source, id)
) WITHOUT ROWID;

CREATE INDEX deliveries_by_time ON deliveries (at);

CREATE TABLE dead_letters (
  seq       INTEGER PRIMARY KEY,
  workspace TEXT    NOT NULL,
  source    TEXT    NOT NULL,
  payload   TEXT    NOT NULL,
  error     TEXT    NOT NULL,
  at        INTEGER NOT NULL
);

CREATE INDEX dead_letters_of_workspace ON dead_letters (workspace, seq);

CREATE TABLE actions (
  seq         INTEGER PRIMARY KEY,
  workspace   TEXT    NOT NULL,
  incident_id TEXT,
  action      TEXT    NOT NULL,
  outcome     TEXT    NOT NULL,
  dry_run     INTEGER NOT NULL,
  namespace   TEXT,
  actor       TEXT    NOT NULL,
  at          INTEGER NOT NULL,
  payload     TEXT    NOT NULL
);

CREATE INDEX actions_of_incident ON actions (workspace, incident_id, seq) WHERE incident_id IS NOT NULL;
CREATE INDEX actions_by_time     ON actions (at DESC, seq DESC);

CREATE TABLE workspaces (
  id         TEXT    NOT NULL PRIMARY KEY,
  name       TEXT,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;

-- One row that /health writes after a failure, to find out whether the disk takes commits again. It is a megabyte, because a few bytes still fit
-- onto a disk that is full for everything else.
CREATE TABLE probes (
  id      INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  padding BLOB    NOT NULL
);
