-- The ledger on PostgreSQL: the tables of the SQLite script with the types and the housekeeping of a server. Instants are Unix milliseconds (UTC).

CREATE TABLE incidents (
  row_id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace   text    NOT NULL,
  id          text    NOT NULL,
  version     integer NOT NULL,
  state       integer NOT NULL,              -- 0 open, 1 acknowledged, 2 resolved
  severity    integer NOT NULL,              -- 0 info .. 3 critical
  title       text    NOT NULL,
  source      text    NOT NULL,
  service     text,
  namespace   text,
  created_at  bigint  NOT NULL,
  resolved_at bigint,
  parent_id   text,
  group_id    text,                          -- set on a child at its birth, on a parent with its first child
  reason      text,                          -- why it is a child
  document    text    NOT NULL,              -- the incident as JSON
  UNIQUE (id, workspace)                     -- in this order it also finds the workspace of an id
) WITH (fillfactor = 85);

CREATE INDEX incidents_by_time           ON incidents (created_at, row_id);
CREATE INDEX incidents_by_state          ON incidents (state, created_at, row_id);
CREATE INDEX incidents_of_workspace      ON incidents (workspace, created_at, row_id);
CREATE INDEX incidents_of_workspace_open ON incidents (workspace, state, created_at, row_id);
CREATE INDEX incidents_of_service        ON incidents (workspace, service, created_at, row_id) WHERE service IS NOT NULL;
CREATE INDEX incidents_of_parent         ON incidents (workspace, parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE incident_events (
  workspace   text    NOT NULL,
  incident_id text    NOT NULL,
  seq         bigint  GENERATED ALWAYS AS IDENTITY,  -- one count for all silos
  type        text    NOT NULL,
  actor       text    NOT NULL,
  at          bigint  NOT NULL,
  payload     text    NOT NULL,
  activity    text,                          -- the name in /activity, where somebody did something
  PRIMARY KEY (workspace, incident_id, seq)
);

CREATE INDEX incident_events_activity ON incident_events (at DESC, seq DESC) WHERE activity IS NOT NULL;

-- A repeat changes count and last_seen only, which no index has: with room on its page the new version of the row needs no index entry.
CREATE TABLE alerts (
  row_id            bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace         text    NOT NULL,
  identity          text    NOT NULL,        -- source:account:id
  alternate         text,
  incident_id       text    NOT NULL,
  scope             text    NOT NULL,        -- the intake that owns it
  source            text    NOT NULL,
  status            text    NOT NULL,        -- firing, resolved, expired
  version           integer NOT NULL,        -- raised by everything but a repeat
  severity          integer NOT NULL,
  content_hash      text    NOT NULL,
  title             text    NOT NULL,
  namespace         text,
  count             integer NOT NULL,
  first_seen        bigint  NOT NULL,
  last_seen         bigint  NOT NULL,
  starts_at         bigint,
  resolved_at       bigint,
  resolved_by_human integer NOT NULL DEFAULT 0,
  last_event_at     bigint,
  transitions       text,                    -- recent openings and closings, Unix ms, comma separated
  flapping          integer NOT NULL DEFAULT 0,
  held_since        bigint                   -- a resolve that waits because the alert is flapping
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

-- The last arbiter: whatever runs twice, an identity has one firing row. The same index finds all rows of an identity.
CREATE UNIQUE INDEX alerts_by_identity ON alerts (workspace, identity, (CASE status WHEN 'firing' THEN 0 ELSE row_id END));
CREATE INDEX alerts_by_alternate     ON alerts (workspace, alternate, row_id) WHERE alternate IS NOT NULL;
CREATE INDEX alerts_of_incident      ON alerts (workspace, incident_id);
-- Only sources that may be matched by their text are ever looked up by it.
CREATE INDEX alerts_by_text          ON alerts (workspace, scope) WHERE status = 'firing' AND source IN ('webhook', 'datadog');

CREATE TABLE deliveries (
  workspace text    NOT NULL,
  source    text    NOT NULL,
  id        text    NOT NULL,
  at        bigint  NOT NULL,
  status    integer NOT NULL,
  response  text    NOT NULL,
  PRIMARY KEY (workspace, source, id)
);

CREATE INDEX deliveries_by_time ON deliveries (at);

CREATE TABLE dead_letters (
  seq       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace text   NOT NULL,
  source    text   NOT NULL,
  payload   text   NOT NULL,
  error     text   NOT NULL,
  at        bigint NOT NULL
);

CREATE INDEX dead_letters_of_workspace ON dead_letters (workspace, seq);

CREATE TABLE actions (
  seq         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace   text    NOT NULL,
  incident_id text,
  action      text    NOT NULL,
  outcome     text    NOT NULL,
  dry_run     integer NOT NULL,
  namespace   text,
  actor       text    NOT NULL,
  at          bigint  NOT NULL,
  payload     text    NOT NULL
);

CREATE INDEX actions_of_incident ON actions (workspace, incident_id, seq) WHERE incident_id IS NOT NULL;
CREATE INDEX actions_by_time     ON actions (at DESC, seq DESC);

CREATE TABLE workspaces (
  id         text   NOT NULL PRIMARY KEY,
  name       text,
  created_at bigint NOT NULL
);

-- One row that /health writes after a failure, to find out whether commits work again.
CREATE TABLE probes (
  id integer PRIMARY KEY,
  at bigint  NOT NULL
);
